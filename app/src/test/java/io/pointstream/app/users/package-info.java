@NullMarked
package io.pointstream.app.users;

import org.jspecify.annotations.NullMarked;
