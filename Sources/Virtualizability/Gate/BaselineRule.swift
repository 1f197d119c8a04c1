/// What can be wrong with an entry of a baseline. These rules are numbered from PG901.
public enum BaselineRule: String, Sendable, CaseIterable {

  /// PG901: a baseline entry is stale.
  ///
  /// The entry accepts a violation that is not there any more: it was mended, its instruction was removed, or the
  /// configuration of the check is another one. As long as the entry stays, it would accept the same violation
  /// again if it came back, and nobody would be told.
  ///
  /// This is a warning; the exit code stays as it is.
  ///
  /// To mend it, take the entry out of the baseline, or write the baseline anew with `--write-baseline`.
  case stale = "PG901"

  /// PG902: a baseline entry has expired.
  ///
  /// The violation is still there, but it was accepted only up to a day, and that day has passed. The violation
  /// counts again, and the exit code is 1.
  ///
  /// To mend it, repair the instruction. If the violation has to be accepted for longer, ask the entry's owner, and
  /// give the entry a new reason and a later day.
  case expired = "PG902"

  /// PG903: a baseline entry is about something that has changed.
  ///
  /// The instruction still breaks the same rule, but it does not mean the same any more, or other resources are
  /// affected: what was accepted is not what is there now. The violation counts as a new one, and the exit code is
  /// 1. Moving or reformatting the specification does not change an instruction's meaning.
  ///
  /// To mend it, look at what has changed. Repair the instruction, or accept the violation as it is now by writing
  /// the baseline anew with `--write-baseline`.
  case changed = "PG903"
}
