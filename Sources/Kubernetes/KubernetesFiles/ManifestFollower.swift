import KubernetesAPI
import KubernetesClient
import LinuxSystem

/// What the following thread does: waits until writers are done, looks again, tells the difference.
struct ManifestFollower {
    private var reader: ManifestReader
    private var told: [ObjectKey: ManifestEntry] = [:]
    private var hasListed = false
    private var problem: String?
    private let kinds: Set<Kind>
    private let mailbox: BatchMailbox
    private let watch: ManifestWatch

    init(
        path: String, kinds: Set<Kind>, mailbox: BatchMailbox, stop: EventDescriptor
    ) throws(SystemError) {
        reader = ManifestReader(path: path)
        self.kinds = kinds
        self.mailbox = mailbox
        watch = try ManifestWatch(path: path, stop: stop)
    }

    /// How long a fault may last before it is told: files that are being written look broken.
    private static let patience = Duration.milliseconds(250)
    /// How long to let a folder settle that has just appeared: its files come after it.
    private static let settling = Duration.milliseconds(50)
    /// How often to try again while something can't be read.
    private static let retryPause = Duration.seconds(1)
    /// How often to look without an event: not every file system tells what others change in it.
    private static let idlePause = Duration.seconds(10)

    /// Follows until the consumer is gone.
    /// - Throws: what is wrong with the first list, or with waiting.
    mutating func run() throws(ManifestError) {
        watch.renew()
        tell(try look(.everything))
        do throws(SystemError) {
            while true {
                let pause = problem == nil ? Self.idlePause : Self.retryPause
                guard let changes = try watch.waitForChanges(timeout: pause) else { return }
                guard try update(changes) else { return }
            }
        } catch {
            throw .unreadable(error)
        }
    }

    /// Looks until it succeeds or patience ends, and tells what came of it; false to stop.
    private mutating func update(_ changes: ManifestWatch.Changes) throws(SystemError) -> Bool {
        var changes = changes
        let deadline = ContinuousClock.now + Self.patience
        var hasDoubted = false
        while true {
            if changes.mustRenew || problem != nil, watch.renew() {
                guard let more = try watch.waitForChanges(timeout: Self.settling) else {
                    return false
                }
                changes.add(more)
            }
            do throws(ManifestError) {
                // After a fault everything is suspect: events may have been used up by it.
                let entries = try look(problem == nil ? .names(changes.names) : .everything)
                if !entries.isEmpty || told.isEmpty || hasDoubted {
                    tell(entries)
                    return true
                }
                // Nothing is left: a folder that is being removed loses its files first.
                hasDoubted = true
            } catch {
                if ContinuousClock.now >= deadline {
                    tell(error)
                    return true
                }
            }
            let pause = hasDoubted ? Self.settling : .milliseconds(20)
            guard let more = try watch.waitForChanges(timeout: pause) else { return false }
            changes.add(more)
            changes.mustRenew = true
        }
    }

    private mutating func look(
        _ scope: ManifestReader.Scope
    ) throws(ManifestError) -> [ObjectKey: ManifestEntry] {
        var next = reader
        try next.refresh(scope)
        let entries = try next.entries(of: kinds)
        reader = next
        return entries
    }

    private mutating func tell(_ entries: [ObjectKey: ManifestEntry]) {
        let events = ManifestDifference.events(from: told, to: entries)
        if !events.isEmpty || problem != nil || !hasListed {
            mailbox.put(ObjectBatch(events: events, isInitialListComplete: true))
        }
        told = entries
        hasListed = true
        problem = nil
    }

    private mutating func tell(_ error: ManifestError) {
        guard error.description != problem else { return }
        problem = error.description
        mailbox.put(ObjectBatch(events: [], isInitialListComplete: true, problem: problem))
    }
}
