/** The main job, shown: a hub, three members with a real Envoy each, backends that say who they are, and requests that are counted. */
@NullMarked
package dev.convoy.demo;

import org.jspecify.annotations.NullMarked;
