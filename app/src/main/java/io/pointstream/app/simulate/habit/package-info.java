/** What people do: each habit is one kind of activity of one account, day by day. */
@NullMarked
package io.pointstream.app.simulate.habit;

import org.jspecify.annotations.NullMarked;
