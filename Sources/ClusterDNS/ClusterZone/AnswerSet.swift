/// The records of one type at one name, encoded as they stand behind the question: owners and
/// compression point into it, and it has the same size whatever its case.
struct AnswerSet: Sendable, BitwiseCopyable {
    /// The type of the records.
    var type: UInt16
    /// The size of each record when all have the same and may change places; else 0. In bytes.
    var recordSize: UInt16
    /// The number of records in the answer section.
    var answers: UInt32
    /// The number of records behind them, in the additional section.
    var additional: UInt32
    /// Where the records begin in the bytes of their entry.
    var start: UInt32
    /// The size of the answer section, in bytes.
    var answerSize: UInt32
    /// The size of both sections, in bytes.
    var size: UInt32
}

/// A name at or below a Service's, with its answers.
struct AnswerNode: Sendable, BitwiseCopyable {
    /// The hash of the labels below the Service.
    var hash: UInt32
    /// Where these labels begin in the bytes of the entry.
    var start: UInt32
    /// Their size on the wire, in bytes.
    var size: UInt16
    /// The number of the name's answer sets.
    var setCount: UInt16
    /// The first of them.
    var firstSet: UInt32
}
