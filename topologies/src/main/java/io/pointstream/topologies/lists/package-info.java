/** What is allowed, denied and snoozed, as a running process follows it. */
@NullMarked
package io.pointstream.topologies.lists;

import org.jspecify.annotations.NullMarked;
