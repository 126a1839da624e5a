/** Configuration of {@code run}: typed records, a YAML file, environment variables. */
@NullMarked
package io.pointstream.app.config;

import org.jspecify.annotations.NullMarked;
