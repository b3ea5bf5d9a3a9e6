/**
 * The Kubernetes-style API: paths, verbs, media types, watches, discovery and errors, for the fleet's tree and for each member's. It
 * knows nothing about routing.
 */
@NullMarked
package dev.convoy.control.api;

import org.jspecify.annotations.NullMarked;
