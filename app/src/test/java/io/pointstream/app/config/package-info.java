@NullMarked
package io.pointstream.app.config;

import org.jspecify.annotations.NullMarked;
