/** Accounts as the points application's state says, wherever that state is, and the page of one. */
@NullMarked
package io.pointstream.dashboards.account;

import org.jspecify.annotations.NullMarked;
