/** What each policy does to an Envoy route: one file per policy. */
@NullMarked
package dev.convoy.xds.translate.policy;

import org.jspecify.annotations.NullMarked;
