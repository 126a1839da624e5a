/** The pages for people: what each shows, and the templates' view of it. */
@NullMarked
package io.pointstream.dashboards.page;

import org.jspecify.annotations.NullMarked;
