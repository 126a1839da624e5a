/** What all answers share: headers, assets, problems, parameters, measurements. */
@NullMarked
package io.pointstream.dashboards.http;

import org.jspecify.annotations.NullMarked;
