import FlowCleanup
import KubernetesAPI
import KubernetesClient
import LinuxSystem
import NetworkAddress
import Nftables
import NftablesDataplane
import ProxyHealth

/// Follows objects, the node's addresses and the tables themselves, and keeps the tables right.
///
/// Everything that happens only says *look again*, or at which elements: each of these ends in the
/// same `sync`, which sends what differs. The first change is sent at once; those that come within
/// a short window after it go together.
public actor ProxyDaemon {
    private var engine: ProxyEngine
    private let console: Console
    private let flows: FlowCleaner
    private let health: ProxyHealth?
    /// What is still to be done when both tables are right for the first time.
    private var takeover: (@Sendable () throws -> Void)?
    /// Whether the objects are all known: nothing is programmed from half a list.
    private var isListed = false
    private var failures = 0
    /// Why the next synchronisation is wanted; empty when none is.
    private var wishes: [String] = []
    /// While this runs, what happens is collected.
    private var window: Task<Void, Never>?
    private var retry: Task<Void, Never>?
    private var repairs = RepairBudget()
    private var repair: Task<Void, Never>?
    /// What the next repair is to put right.
    private var damage = TableTouch()
    /// What is known of objects, to tell what a list read anew no longer holds.
    private var known: Set<ObjectKey> = []
    private var relisted: Set<ObjectKey>?
    /// Objects that can't be read, as they were told: a source's problem may be one of them.
    private var rejected: Set<String> = []

    /// The longest wait between two attempts.
    private static let longestWait = Duration.seconds(10)

    /// A daemon that has not begun.
    ///
    /// - Parameters:
    ///   - health: is told how things go; nil when nothing is served.
    ///   - takeover: done once, when both tables are right for the first time.
    public init(
        engine: ProxyEngine, flows: FlowCleaner, health: ProxyHealth? = nil,
        takeover: (@Sendable () throws -> Void)? = nil, console: Console
    ) {
        self.takeover = takeover
        self.health = health
        self.engine = engine
        self.flows = flows
        self.console = console
    }

    /// Takes in a batch of a source, and acts on it.
    public func take(_ batch: ObjectBatch) {
        tellProblem(batch)
        note(batch)
        engine.take(batch.events)
        tellProblems()
        guard batch.isInitialListComplete else { return }
        forgetUnlisted()
        isListed = true
        guard !batch.events.isEmpty || batch.problem == nil else { return }
        wish("objects")
    }

    /// What can't be read at all, and what can't be read of a list.
    private func tellProblem(_ batch: ObjectBatch) {
        for line in batch.rejected {
            console.say("\(line); skipped")
            health?.metrics.skippedObject(kind: "unreadable")
        }
        if batch.rejected.isEmpty, batch.problem == nil { return }
        rejected.formUnion(batch.rejected)
        guard let problem = batch.problem, !rejected.contains(problem) else { return }
        console.say("\(problem); what was known before stays")
    }

    /// What is wrong with parts of objects.
    private func tellProblems() {
        for problem in engine.takeProblems() {
            console.say("\(problem)")
            health?.metrics.skippedObject(kind: problem.object.kind.name)
        }
    }

    private func note(_ batch: ObjectBatch) {
        var (services, endpoints) = (0, 0)
        for event in batch.events {
            if event.key.kind == .service { services += 1 }
            if event.key.kind == .endpointSlice { endpoints += 1 }
        }
        if services + endpoints > 0 { health?.queued(services: services, endpoints: endpoints) }
        for event in batch.events {
            switch event {
            case .applied(let object):
                known.insert(object.key)
                relisted?.insert(object.key)
            case .deleted(let key):
                known.remove(key)
                relisted?.remove(key)
            }
        }
    }

    /// The source is read anew from its beginning.
    public func beginList() { relisted = [] }

    private func forgetUnlisted() {
        guard let listed = relisted else { return }
        relisted = nil
        let gone = known.subtracting(listed)
        known = listed
        engine.take(gone.map { .deleted($0) })
    }

    /// The node's links carry these addresses now.
    public func take(assigned addresses: [IPAddress]) {
        engine.setAssigned(addresses)
        if isListed { wish("addresses") }
    }

    /// Somebody else changed one of the tables, or may have.
    public func tablesTouched(by whom: String, _ touch: TableTouch) {
        guard isListed else { return }
        damage.append(touch)
        // One waiting repair covers whatever else is done until then.
        guard repair == nil else { return }
        guard let wait = repairs.take(now: MonotonicClock.nanoseconds) else {
            return mend(whom)
        }
        console.say("\(whom) changes our tables again and again; looking again in \(wait.short)")
        repair = Task {
            try? await Task.sleep(for: wait)
            self.repair = nil
            self.mend(whom)
        }
    }

    private func mend(_ whom: String) {
        for family in AddressFamily.allCases { health?.metrics.repaired(family) }
        engine.distrust(damage)
        damage = TableTouch()
        wish("tables touched by \(whom)")
    }

    // MARK: When

    /// Asks for a synchronisation: now, or at the end of the window that the last one opened.
    private func wish(_ why: String) {
        if !wishes.contains(why) { wishes.append(why) }
        if window == nil { grant() }
    }

    private func grant() {
        let why = wishes.joined(separator: ", ")
        wishes = []
        sync(why)
        let length = engine.configuration.minSyncPeriod ?? SyncWindow.standard
        window = Task {
            try? await Task.sleep(for: length)
            self.window = nil
            if !self.wishes.isEmpty { self.grant() }
        }
    }

    // MARK: What

    private func sync(_ why: String) {
        retry?.cancel()
        retry = nil
        var errors: [ProxyError] = []
        var hasRead = false
        for (family, result) in engine.sync() {
            switch result {
            case .success(let outcome):
                hasRead = hasRead || outcome.report.isFull
                tell(outcome, why)
                clean(outcome)
            case .failure(let error):
                errors.append(ProxyError(error, doing: "\(family)"))
                health?.failed(family)
            }
        }
        // Whole lists of objects and whole tables leave much behind.
        if hasRead { CurrentProcess.returnFreedMemory() }
        tellHealth()
        if let first = errors.first {
            failures += 1
            let wait = min(.milliseconds(100) * (1 << min(failures - 1, 10)), Self.longestWait)
            console.say("\(first); next attempt in \(wait.short)")
            tryAgain(after: wait)
            return
        }
        if failures > 0 { console.say("synchronised again after \(failures) failures") }
        failures = 0
        takeOver()
        if let next = engine.nextAttempt {
            let now = MonotonicClock.nanoseconds
            tryAgain(after: .nanoseconds(Int64(clamping: next > now ? next - now : 0)))
        }
    }

    /// One that fails is tried again with the next synchronisation.
    private func takeOver() {
        guard let body = takeover else { return }
        do {
            try body()
            takeover = nil
        } catch {
            console.say("\(ProxyError(error, doing: "taking over from kube-proxy"))")
        }
    }

    private func tellHealth() {
        guard let health else { return }
        health.setNode(isEligible: engine.isNodeEligible)
        if let checks = engine.takeHealthChecks() {
            health.follow(checks, on: engine.nodePortAddresses)
        }
        let setAside = engine.setAside
        for (family, shortage) in engine.withoutLocalEndpoints {
            health.metrics.setWithoutLocalEndpoints(
                family, internal: shortage.internalCount, external: shortage.externalCount)
            health.metrics.setSetAside(
                family, count: setAside.count { $0.family == family })
        }
    }

    private func clean(_ outcome: SyncOutcome) {
        for work in outcome.flowWork {
            flows.take(
                work, family: outcome.report.family, nodePortAddresses: engine.nodePortAddresses)
        }
    }

    private func tell(_ outcome: SyncOutcome, _ why: String) {
        let report = outcome.report
        health?.synchronised(
            SyncRound(
                family: report.family, isFull: report.isFull, took: outcome.took,
                byteCount: report.byteCount,
                triggers: outcome.triggers.map { $0.nanoseconds / 1000 }))
        console.detail(
            "\(report.family) \(report.isFull ? "read and " : "")synchronised (\(why)): "
                + "\(report.addedElements) elements added, \(report.deletedElements) deleted, "
                + "\(report.changedChains) chains, \(report.byteCount) bytes")
        for aside in outcome.refused { console.say(aside.complaint) }
        for aside in outcome.recovered {
            console.say("Service port \(aside.name) (\(aside.family)): programmed again")
        }
    }

    /// The state stays as it must be; what is unknown of the tables is read.
    private func tryAgain(after wait: Duration) {
        retry = Task {
            guard (try? await Task.sleep(for: wait)) != nil else { return }
            self.wish("retry")
        }
    }

    /// Whether the last synchronisation of both families succeeded.
    public var isInSync: Bool { isListed && failures == 0 }

    /// Synchronises once with what a source lists; nothing is followed.
    public func syncOnce(_ batch: ObjectBatch, assigned: [IPAddress]) throws {
        tellProblem(batch)
        engine.setAssigned(assigned)
        engine.take(batch.events)
        tellProblems()
        for (family, result) in engine.sync() {
            switch result {
            case .success(let outcome):
                tell(outcome, "once")
                clean(outcome)
            case .failure(let error): throw ProxyError(error, doing: "\(family)")
            }
        }
        try takeover?()
    }
}

/// How long what happens is collected after a synchronisation.
enum SyncWindow {
    /// Short against what people and controllers notice, and a hundred batches a second at most.
    static let standard = Duration.milliseconds(10)
}

extension SetAside {
    /// What is said of it.
    var complaint: String {
        "Service port \(name) (\(family)) is set aside: \(reason); "
            + "next attempt in \(Self.pause(after: attempts).short), the others go on"
    }
}

extension Duration {
    /// `250 ms`, `4 s`.
    var short: String {
        self < .seconds(1)
            ? "\(wholeNanoseconds / 1_000_000) ms" : "\(wholeNanoseconds / 1_000_000_000) s"
    }
}
