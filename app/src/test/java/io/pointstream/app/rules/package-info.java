@NullMarked
package io.pointstream.app.rules;

import org.jspecify.annotations.NullMarked;
