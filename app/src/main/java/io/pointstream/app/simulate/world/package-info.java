/** What the simulated people live in: chance, accounts, days, and the shops, articles and games they share. */
@NullMarked
package io.pointstream.app.simulate.world;

import org.jspecify.annotations.NullMarked;
