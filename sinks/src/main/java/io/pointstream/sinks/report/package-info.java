/** The reports: bound queries, typed tables, and the forms in which people and programs read them. */
@NullMarked
package io.pointstream.sinks.report;

import org.jspecify.annotations.NullMarked;
