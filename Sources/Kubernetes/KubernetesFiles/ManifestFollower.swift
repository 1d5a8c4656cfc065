import KubernetesAPI
import KubernetesClient
import LinuxSystem

/// What the following thread does: waits until writers are done, looks again, tells the difference.
struct ManifestFollower {
    private var reader: ManifestReader
    private var told: [ObjectKey: ManifestEntry] = [:]
    /// The lines that were told of objects that can't be used.
    private var toldRejected: Set<String> = []
    private var hasListed = false
    private var problem: String?
    private let kinds: Set<Kind>
    private let mailbox: BatchMailbox
    private let watch: ManifestWatch

    init(
        reader: ManifestReader, kinds: Set<Kind>, mailbox: BatchMailbox, stop: EventDescriptor
    ) throws(SystemError) {
        self.reader = reader
        self.kinds = kinds
        self.mailbox = mailbox
        watch = try ManifestWatch(path: reader.path, stop: stop)
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
                let listing = try look(problem == nil ? .names(changes.names) : .everything)
                // Half an object looks as broken as half a file.
                let isDoubtful =
                    !toldRejected.isSuperset(of: listing.rejected)
                    && ContinuousClock.now < deadline
                let isThere = !listing.entries.isEmpty || told.isEmpty || hasDoubted
                if isThere, !isDoubtful {
                    tell(listing)
                    return true
                }
                // Nothing is left: a folder that is being removed loses its files first.
                hasDoubted = hasDoubted || !isThere
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
    ) throws(ManifestError) -> ManifestReader.Listing {
        var next = reader
        try next.refresh(scope)
        let listing = try next.listing(of: kinds)
        reader = next
        return listing
    }

    private mutating func tell(_ listing: ManifestReader.Listing) {
        var entries = listing.entries
        // What can't be read now is as it was last read.
        for key in listing.rejectedKeys where entries[key] == nil { entries[key] = told[key] }
        let events = ManifestDifference.events(from: told, to: entries)
        let rejected = listing.rejected.filter { !toldRejected.contains($0) }
        if !events.isEmpty || !rejected.isEmpty || problem != nil || !hasListed {
            mailbox.put(
                ObjectBatch(events: events, isInitialListComplete: true, rejected: rejected))
        }
        told = entries
        toldRejected = Set(listing.rejected)
        hasListed = true
        problem = nil
    }

    private mutating func tell(_ error: ManifestError) {
        guard error.description != problem else { return }
        problem = error.description
        mailbox.put(ObjectBatch(events: [], isInitialListComplete: true, problem: problem))
    }
}
