/** From a change in the store to the Envoys and back: {@link dev.convoy.control.pipeline.Pipeline} tells the whole story. */
@NullMarked
package dev.convoy.control.pipeline;

import org.jspecify.annotations.NullMarked;
