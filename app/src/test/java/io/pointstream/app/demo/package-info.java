@NullMarked
package io.pointstream.app.demo;

import org.jspecify.annotations.NullMarked;
