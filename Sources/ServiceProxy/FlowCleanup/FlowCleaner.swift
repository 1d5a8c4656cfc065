import Conntrack
import LinuxSystem
import NetworkAddress
import ServiceModel
import Synchronization

/// What a cleaner did.
public enum FlowEvent: Sendable {
    /// So many flows of a family were ended.
    case ended(AddressFamily, Int)
    /// The flows of a family could not be read or ended.
    case failed(AddressFamily, any Error)
}

/// Ends UDP flows whose endpoint no longer serves, so that their next packet chooses anew.
///
/// Connection tracking gives a flow's packets to the endpoint it began with; UDP has no end that
/// the kernel could see, so a busy client would stay with a pod that is gone. The table of flows is
/// read on a thread of its own: nothing waits for it.
public final class FlowCleaner: Sendable {
    private struct Waiting {
        var targets: [Frontend.Target: Set<SocketEndpoint>] = [:]
        var nodePortAddresses: Set<IPAddress> = []
        var isFinishing = false
    }

    private let tell: @Sendable (FlowEvent) -> Void
    private let socket: ConntrackSocket
    private let waiting = Mutex(Waiting())
    private let wake: EventDescriptor
    private let thread = Mutex<SystemThread?>(nil)

    /// A cleaner in the calling thread's network namespace.
    public init(tell: @escaping @Sendable (FlowEvent) -> Void) throws {
        self.tell = tell
        socket = try ConntrackSocket()
        wake = try EventDescriptor()
        let thread = try SystemThread.spawn(name: "flows") { [self] in work() }
        self.thread.withLock { $0 = thread }
    }

    /// Ends the flows to these targets that lead to none of those who serve them.
    ///
    /// Returns at once; what is asked for while the flows are read is done together afterwards.
    public func clean(
        _ targets: [Frontend.Target: Set<SocketEndpoint>], nodePortAddresses: Set<IPAddress>
    ) {
        guard !targets.isEmpty else { return }
        waiting.withLock { waiting in
            waiting.targets.merge(targets) { _, new in new }
            waiting.nodePortAddresses = nodePortAddresses
        }
        wake.signal()
    }

    /// Waits until everything that was asked for is done.
    public func finish() {
        waiting.withLock { $0.isFinishing = true }
        wake.signal()
        thread.withLock { $0 }?.join()
    }

    private func work() {
        while (try? wake.wait()) != nil {
            let (targets, addresses, isFinishing) = waiting.withLock { waiting in
                defer { waiting.targets = [:] }
                return (waiting.targets, waiting.nodePortAddresses, waiting.isFinishing)
            }
            for family in AddressFamily.allCases { end(family, targets, addresses) }
            if isFinishing { return }
        }
    }

    private func end(
        _ family: AddressFamily, _ targets: [Frontend.Target: Set<SocketEndpoint>],
        _ nodePortAddresses: Set<IPAddress>
    ) {
        let rule = FlowRule(targets: targets, nodePortAddresses: nodePortAddresses)
        guard targets.keys.contains(where: { $0.address.map { $0.family == family } ?? true })
        else { return }
        do {
            var count = 0
            for flow in try socket.list(FlowFilter(family: family, transport: .udp))
            where rule.mustEnd(flow) {
                if try socket.delete(flow) { count += 1 }
            }
            if count > 0 { tell(.ended(family, count)) }
        } catch {
            tell(.failed(family, error))
        }
    }
}
