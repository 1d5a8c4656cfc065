import FlowCleanup
import NftablesDataplane
import ServiceModel

/// What one synchronisation of one family came to.
public struct SyncOutcome: Sendable {
    /// What was sent.
    public var report: SyncReport
    /// What became of Service ports since the last one, less those that were refused.
    public var changes: [ServiceTable.Change] = []
    /// The Service ports that the kernel refused, now or again.
    public var refused: [SetAside] = []
    /// Those that it takes again.
    public var recovered: [SetAside] = []

    /// What it means for flows that were there before.
    public var flowWork: [FlowWork] = []

    /// When the causes of the changes happened, as far as that is known.
    public var triggers: [TriggerTime] = []
    /// From its beginning to the kernel's last acknowledgement.
    public var took = Duration.zero

    /// An outcome.
    public init(report: SyncReport) { self.report = report }

    /// Adds what a further batch did.
    mutating func add(_ more: SyncReport) {
        report.byteCount += more.byteCount
        report.addedElements += more.addedElements
        report.deletedElements += more.deletedElements
        report.changedChains += more.changedChains
        report.formerTargets.formUnion(more.formerTargets)
    }
}
