@NullMarked
package dev.convoy.registry.member;

import org.jspecify.annotations.NullMarked;
