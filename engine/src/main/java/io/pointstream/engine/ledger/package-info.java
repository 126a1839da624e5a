/** What moves points: double-entry postings and the balance they add up to. */
@NullMarked
package io.pointstream.engine.ledger;

import org.jspecify.annotations.NullMarked;
