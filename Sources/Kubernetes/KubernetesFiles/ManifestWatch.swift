import LinuxSystem

/// Says when to look at a path again: the folder, the folder above it, and where links lead.
final class ManifestWatch {
    /// What may have changed.
    struct Changes {
        /// Names of files.
        var names: Set<String> = []
        /// Whether folders or links may have been exchanged, so that watches must be set again.
        var mustRenew = false

        var isEmpty: Bool { names.isEmpty && !mustRenew }

        mutating func add(_ other: Changes) {
            names.formUnion(other.names)
            mustRenew = mustRenew || other.mustRenew
        }
    }

    private let path: String
    private let watcher: FileWatcher
    private let poller: EventPoller
    /// The folder that is followed, if it is one, and the folders that links and names stand in.
    private var folderWatch: Int32?
    private var watches: Set<Int32> = []
    /// The names on the way to the path's content: its own, and those of links.
    private var wayNames: Set<String> = []
    /// Names that a writer has open, as far as events tell.
    private var beingWritten: Set<String> = []

    init(path: String, stop: EventDescriptor) throws(SystemError) {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        self.path = path
        watcher = try FileWatcher()
        poller = try EventPoller()
        try poller.add(watcher.descriptor, token: 0)
        try poller.add(stop.descriptor, token: 1)
    }

    /// Sets the watches again; true when they are not what they were. What can't be watched now is
    /// found by trying again later.
    @discardableResult
    func renew() -> Bool {
        var folders: Set<String> = [Files.directory(of: path)]
        wayNames = [Files.name(of: path)]
        var place = path
        // Links may lead to links; the kernel gives up after 40 too.
        for _ in 0..<40 {
            guard let target = try? Files.readLink(place) else { break }
            place = target.hasPrefix("/") ? target : Files.directory(of: place) + "/" + target
            folders.insert(Files.directory(of: place))
            wayNames.formUnion(target.split(separator: "/").map(String.init))
        }
        var fresh = Set(folders.compactMap { try? watch($0) })
        folderWatch = try? watch(path)
        if let folderWatch { fresh.insert(folderWatch) }
        let old = watches
        watches = fresh
        for watch in old.subtracting(fresh) { watcher.unwatch(watch) }
        return fresh != old
    }

    /// Watches a folder; files themselves are not watched, since writers replace them.
    private func watch(_ folder: String) throws(SystemError) -> Int32 {
        guard try Files.status(folder).isDirectory else {
            throw SystemError(operation: "watch", subject: folder, errno: .enotdir)
        }
        return try watcher.watch(folder, for: FileWatcher.Changes.usual.union(.modified))
    }

    /// Waits for a change, then until nothing more comes for a moment and writers have closed what
    /// they write, but never much longer than 20 milliseconds. A file that is open is waited for
    /// until its writer has been quiet for a second; never longer than half a minute.
    /// - Returns: nothing new when the time is over; nil when asked to stop.
    func waitForChanges(timeout: Duration) throws(SystemError) -> Changes? {
        let end = ContinuousClock.now + timeout
        var changes = Changes()
        while changes.isEmpty {
            let left = end - ContinuousClock.now
            guard left > .zero else { return changes }
            guard try take(into: &changes, timeout: left) else { return nil }
        }
        let start = ContinuousClock.now
        var lastEvent = start
        while true {
            let isOpen = !beingWritten.isDisjoint(with: changes.names)
            let now = ContinuousClock.now
            let left =
                isOpen
                ? min(.seconds(1) - (now - lastEvent), .seconds(30) - (now - start))
                : .milliseconds(20) - (now - start)
            guard left > .zero else { break }
            var more = Changes()
            let pause = isOpen ? left : min(left, .milliseconds(3))
            guard try take(into: &more, timeout: pause) else { return nil }
            changes.add(more)
            if !more.isEmpty { lastEvent = ContinuousClock.now }
            if more.isEmpty, beingWritten.isDisjoint(with: changes.names) { break }
        }
        beingWritten.subtract(changes.names)
        return changes
    }

    /// Takes the events that are there; false when asked to stop.
    private func take(
        into changes: inout Changes, timeout: Duration
    ) throws(SystemError) -> Bool {
        let ready = try poller.wait(timeout: timeout)
        if ready.contains(where: { $0.token == 1 }) { return false }
        guard !ready.isEmpty else { return true }
        for event in try watcher.events(timeout: .zero) { note(event, &changes) }
        return true
    }

    private func note(_ event: FileWatcher.Event, _ changes: inout Changes) {
        if event.changes.contains(.overflow) {
            // Names are lost: every status will be compared; writers unknown can't be waited for.
            beingWritten = []
            changes.mustRenew = true
            return
        }
        if event.name.isEmpty {
            let isGone = !event.changes.isDisjoint(with: [.folderMoved, .folderRemoved])
            if isGone, watches.contains(event.watch) { changes.mustRenew = true }
            return
        }
        let isInFolder = event.watch == folderWatch
        let isOnWay = !isInFolder && wayNames.contains(event.name)
        let isMade = !event.changes.isDisjoint(with: [.movedHere, .created])
        let isGone = !event.changes.isDisjoint(with: [.movedAway, .removed])
        // In a folder, a link may have been exchanged that its files lead through.
        if isMade || isGone, isOnWay || (isInFolder && event.changes.contains(.movedHere)) {
            changes.mustRenew = true
        }
        guard isOnWay || (isInFolder && ManifestReader.isManifest(event.name)) else { return }
        changes.names.insert(event.name)
        if isGone || !event.changes.isDisjoint(with: [.written, .movedHere]) {
            beingWritten.remove(event.name)
        } else if event.changes.contains(.modified) || isEmptyFile(event.name, isInFolder) {
            beingWritten.insert(event.name)
        }
    }

    /// Whether a file was created that its writer has yet to fill. A link, which is complete when
    /// it is made, has content or is no ordinary file.
    private func isEmptyFile(_ name: String, _ isInFolder: Bool) -> Bool {
        let folder = isInFolder ? path : Files.directory(of: path)
        guard let status = try? Files.linkStatus(folder + "/" + name) else { return false }
        return status.isRegular && status.size == 0
    }
}
