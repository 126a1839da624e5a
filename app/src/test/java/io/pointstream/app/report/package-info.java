@NullMarked
package io.pointstream.app.report;

import org.jspecify.annotations.NullMarked;
