import FlowCleanup
import KubernetesAPI
import KubernetesClient
import LinuxSystem
import NetworkAddress
import Nftables
import NftablesDataplane

/// Follows objects, the node's addresses and the tables themselves, and keeps the tables right.
///
/// Everything that happens only says *look again*: each of these ends in the same `sync`, which
/// sends what differs.
public actor ProxyDaemon {
    private var engine: ProxyEngine
    private let console: Console
    private let flows: FlowCleaner
    /// Whether the objects are all known: nothing is programmed from half a list.
    private var isListed = false
    private var failures = 0
    private var retry: Task<Void, Never>?
    /// What is known of objects, to tell what a list read anew no longer holds.
    private var known: Set<ObjectKey> = []
    private var relisted: Set<ObjectKey>?

    /// The longest wait between two attempts.
    private static let longestWait = Duration.seconds(10)

    /// A daemon that has not begun.
    public init(engine: ProxyEngine, flows: FlowCleaner, console: Console) {
        self.engine = engine
        self.flows = flows
        self.console = console
    }

    /// Takes in a batch of a source, and acts on it.
    public func take(_ batch: ObjectBatch) {
        if let problem = batch.problem { console.say("\(problem); what was known before stays") }
        note(batch)
        engine.take(batch.events)
        guard batch.isInitialListComplete else { return }
        forgetUnlisted()
        isListed = true
        guard !batch.events.isEmpty || batch.problem == nil else { return }
        sync("objects")
    }

    private func note(_ batch: ObjectBatch) {
        for event in batch.events {
            switch event {
            case .applied(let object):
                known.insert(object.key)
                relisted?.insert(object.key)
                if case .service(let service) = object {
                    for sentence in service.notFollowedYet { console.say(sentence) }
                }
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
        if isListed { sync("addresses") }
    }

    /// Somebody else changed one of the tables, or may have.
    public func tablesTouched(by whom: String) {
        guard isListed else { return }
        engine.distrust()
        sync("tables touched by \(whom)")
    }

    private func sync(_ why: String) {
        retry?.cancel()
        retry = nil
        let results = engine.sync()
        var errors: [ProxyError] = []
        for (result, family) in zip(results, AddressFamily.allCases) {
            switch result {
            case .success(let report):
                tell(report, why)
                flows.clean(report.disturbedFlows, nodePortAddresses: engine.nodePortAddresses)
            case .failure(let error): errors.append(ProxyError(error, doing: "\(family)"))
            }
        }
        guard let first = errors.first else {
            if failures > 0 { console.say("synchronised again after \(failures) failures") }
            failures = 0
            return
        }
        failures += 1
        scheduleRetry(after: first)
    }

    private func tell(_ report: SyncReport, _ why: String) {
        console.detail(
            "\(report.family) \(report.isFull ? "read and " : "")synchronised (\(why)): "
                + "\(report.addedElements) elements added, \(report.deletedElements) deleted, "
                + "\(report.changedChains) chains, \(report.byteCount) bytes")
    }

    /// The state stays as it must be; the tables are read and tried again, later each time.
    private func scheduleRetry(after error: ProxyError) {
        let wait = min(.milliseconds(100) * (1 << min(failures - 1, 10)), Self.longestWait)
        console.say("\(error); next attempt in \(wait)")
        retry = Task {
            guard (try? await Task.sleep(for: wait)) != nil else { return }
            self.sync("retry")
        }
    }

    /// Whether the last synchronisation of both families succeeded.
    public var isInSync: Bool { isListed && failures == 0 }

    /// Synchronises once with what a source lists; nothing is followed.
    public func syncOnce(_ batch: ObjectBatch, assigned: [IPAddress]) throws {
        note(batch)
        engine.setAssigned(assigned)
        engine.take(batch.events)
        for (result, family) in zip(engine.sync(), AddressFamily.allCases) {
            switch result {
            case .success(let report):
                tell(report, "once")
                flows.clean(report.disturbedFlows, nodePortAddresses: engine.nodePortAddresses)
            case .failure(let error): throw ProxyError(error, doing: "\(family)")
            }
        }
    }
}
