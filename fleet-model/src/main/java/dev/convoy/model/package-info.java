/**
 * What the fleet is: its members, and the Gateway API, MCS and Kubernetes objects that it consists of, as values. Nothing here knows
 * JSON, a database or Envoy.
 */
@NullMarked
package dev.convoy.model;

import org.jspecify.annotations.NullMarked;
