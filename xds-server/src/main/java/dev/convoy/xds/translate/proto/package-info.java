/** Our values as Envoy's protobuf messages. */
@NullMarked
package dev.convoy.xds.translate.proto;

import org.jspecify.annotations.NullMarked;
