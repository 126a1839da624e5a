/** The program's calendar: local days, weeks and months in the program zone. */
@NullMarked
package io.pointstream.engine.calendar;

import org.jspecify.annotations.NullMarked;
