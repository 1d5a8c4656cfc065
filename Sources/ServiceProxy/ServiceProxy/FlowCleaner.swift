import NetworkAddress
import ServiceModel

/// Ends UDP flows whose endpoint no longer serves, so that their next packet chooses anew.
public final class FlowCleaner: Sendable {
    private let console: Console

    /// A cleaner in the calling thread's network namespace.
    public init(console: Console) throws { self.console = console }

    /// Ends the flows to these targets that lead to none of those who serve them.
    ///
    /// Returns at once; the work is done in the background.
    public func clean(
        _ targets: [Frontend.Target: Set<SocketEndpoint>], nodePortAddresses: Set<IPAddress>
    ) {}

    /// Waits until everything that was asked for is done.
    public func finish() {}
}
