import ClusterZone
import DNSMessage
import LinuxSystem
import NIOCore
import NetworkAddress
import Synchronization

/// Asks the upstreams, on one event loop of its own. Whoever hands it a question goes on at once.
final class Forwarder: Sendable {
    private let loop: any EventLoop
    private let core: NIOLoopBound<ForwarderCore>
    // How many questions are here, so that a flood is refused where it comes in.
    private let outstanding = Atomic<Int>(0)
    private let maximum: Int

    init(_ configuration: ServerConfiguration, on loop: any EventLoop) throws {
        self.loop = loop
        maximum = configuration.maximumForwarded
        core = try loop.submit {
            NIOLoopBound(ForwarderCore(configuration, on: loop), eventLoop: loop)
        }.wait()
    }

    /// Takes a question; `reply` is called once, on the event loop, with the message to send.
    func submit(_ request: ForwardRequest, reply: @Sendable @escaping ([UInt8]) -> Void) {
        guard outstanding.add(1, ordering: .relaxed).newValue <= maximum else {
            outstanding.subtract(1, ordering: .relaxed)
            reply(request.reply(nil))
            return
        }
        loop.execute { [self] in
            core.value.handle(request) { bytes in
                self.outstanding.subtract(1, ordering: .relaxed)
                reply(bytes)
            }
        }
    }

    /// Gives up what is under way.
    func stop() {
        loop.execute { [core] in core.value.stop() }
    }
}

/// The questions that are with the upstreams. Used on its event loop only.
final class ForwarderCore {
    private struct Waiter {
        var request: ForwardRequest
        var reply: ([UInt8]) -> Void
    }

    private let configuration: ServerConfiguration
    private let loop: any EventLoop
    private var cache: ForwardCache
    private var waiting: [ForwardCache.Key: [Waiter]] = [:]
    private var exchanges: [ForwardCache.Key: UpstreamExchange] = [:]
    // When an upstream failed last; one that failed lately is tried after the others.
    private var failures: [SocketEndpoint: UInt64] = [:]
    private static let penaltySeconds: UInt64 = 5

    init(_ configuration: ServerConfiguration, on loop: any EventLoop) {
        self.configuration = configuration
        self.loop = loop
        cache = ForwardCache(
            capacity: configuration.cacheCapacity, longest: configuration.cacheSeconds)
    }

    private var seconds: UInt64 { MonotonicClock.nanoseconds / 1_000_000_000 }

    func handle(_ request: ForwardRequest, reply: @escaping ([UInt8]) -> Void) {
        let copied: HeaderFlags = [.recursionDesired, .checkingDisabled]
        let key = ForwardCache.Key(
            question: request.question, dnssecOK: request.dnssecOK,
            flags: HeaderFlags(rawValue: request.bits).intersection(copied))
        if let known = cache.answer(key, at: seconds) {
            reply(request.reply(known))
            return
        }
        let waiter = Waiter(request: request, reply: reply)
        if waiting[key] != nil {
            waiting[key]?.append(waiter)
            return
        }
        waiting[key] = [waiter]
        let exchange = UpstreamExchange(
            key, servers: order(), timeout: configuration.upstreamTimeout, on: loop)
        exchanges[key] = exchange
        exchange.start { [unowned self] outcome in finish(key, outcome) }
    }

    private func finish(_ key: ForwardCache.Key, _ outcome: UpstreamExchange.Outcome) {
        exchanges[key] = nil
        for server in outcome.failed { failures[server] = seconds }
        if let message = outcome.message {
            if let server = outcome.server { failures[server] = nil }
            cache.store(message, for: key, at: seconds)
        }
        let message = outcome.message.map { cache.aged($0, by: 0) }
        for waiter in waiting.removeValue(forKey: key) ?? [] {
            waiter.reply(waiter.request.reply(message))
        }
    }

    // In the order of the configuration, those that failed lately behind the others.
    private func order() -> [SocketEndpoint] {
        let now = seconds
        let bad = { (server: SocketEndpoint) in
            self.failures[server].map { now - $0 < Self.penaltySeconds } ?? false
        }
        let servers = configuration.upstreams
        let ordered = servers.filter { !bad($0) } + servers.filter(bad)
        return (0..<max(configuration.upstreamAttempts, 1)).map { ordered[$0 % ordered.count] }
    }

    func stop() {
        for (key, exchange) in exchanges {
            exchange.cancel()
            finish(key, UpstreamExchange.Outcome())
        }
    }
}
