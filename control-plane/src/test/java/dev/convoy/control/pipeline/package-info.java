/** What the planner decides, question by question. Whole fleets are told as stories. */
@NullMarked
package dev.convoy.control.pipeline;

import org.jspecify.annotations.NullMarked;
