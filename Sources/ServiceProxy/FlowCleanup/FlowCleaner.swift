import LinuxSystem
import NetworkAddress
import ServiceModel
import Synchronization

/// Ends flows whose endpoint no longer serves, so that their next packet chooses anew: UDP always,
/// TCP and SCTP where the Service's `RemovalPolicy` wants it.
///
/// Connection tracking gives a flow's packets to the endpoint it began with. The table of flows is
/// read on a thread of its own: nothing waits for it, and it takes no more than a fifth of a
/// processor however fast changes come. What comes meanwhile is done together afterwards.
public final class FlowCleaner: Sendable {
    /// One family's work, in the order in which it came.
    private struct Waiting {
        var work: [AddressFamily: [FlowWork]] = [:]
        var nodePortAddresses: Set<IPAddress> = []
        var isFinishing = false
        /// Nothing can be done here: nobody takes work any more.
        var isGone = false
    }

    private let waiting = Mutex(Waiting())
    private let wake: EventDescriptor
    private let thread = Mutex<SystemThread?>(nil)

    /// A cleaner in the calling thread's network namespace. Needs CAP_NET_ADMIN; to tell the ends
    /// of connections that are cut, also CAP_NET_RAW.
    public init(tell: @escaping @Sendable (FlowEvent) -> Void) throws {
        wake = try EventDescriptor()
        // A thread begins in the namespace of the one that makes it: nothing to enter, and no
        // privilege needed to enter it.
        let thread = try SystemThread.spawn(name: "flows") { [self] in
            do {
                var loop = try FlowLoop(tell: tell)
                work(&loop)
            } catch {
                waiting.withLock { $0 = Waiting(isGone: true) }
                for family in AddressFamily.allCases { tell(.failed(family, error)) }
            }
        }
        self.thread.withLock { $0 = thread }
    }

    /// Ends the flows that a synchronisation of a family left without their endpoint.
    ///
    /// Returns at once.
    public func take(
        _ work: FlowWork, family: AddressFamily, nodePortAddresses: Set<IPAddress>
    ) {
        guard !work.isIdle else { return }
        waiting.withLock { waiting in
            if waiting.isGone { return }
            if case .everything = work { waiting.work[family] = nil }
            waiting.work[family, default: []].append(work)
            waiting.nodePortAddresses = nodePortAddresses
        }
        wake.signal()
    }

    /// Waits until everything that was asked for is done; what is to be cut later stays undone.
    public func finish() {
        waiting.withLock { $0.isFinishing = true }
        wake.signal()
        thread.withLock { $0 }?.join()
    }

    private func work(_ loop: inout FlowLoop) {
        while true {
            _ = try? wake.wait(timeout: loop.pause)
            let (work, addresses, isFinishing) = waiting.withLock { waiting in
                defer { waiting.work = [:] }
                return (waiting.work, waiting.nodePortAddresses, waiting.isFinishing)
            }
            loop.note(work, addresses)
            loop.run(isLast: isFinishing)
            if isFinishing { return }
        }
    }
}
