/// How the scheduler works.
public struct SchedulerOptions: Sendable {
    /// It places pods whose `schedulerName` is one of these.
    public var schedulerNames: Set<String> = ["default-scheduler"]
    /// Of how many nodes in a hundred enough is enough; 0 lets the number of nodes decide.
    public var percentageOfNodesToScore = 0
    /// The first pause of a pod that could go nowhere; it doubles up to the longest.
    public var firstBackoff: Duration = .seconds(1)
    /// The longest pause.
    public var longestBackoff: Duration = .seconds(10)
    /// After so long a pod that could go nowhere is looked at again in any case.
    public var longestWait: Duration = .seconds(300)
    /// How many pods are being bound at once.
    public var parallelBindings = 256
    /// A file that gets each score as a line of JSON; empty for none.
    public var scoreLog = ""

    /// Upstream's defaults.
    public init() {}
}
