import ClusterZone
import DNSMessage

/// What all transports share: the zones, the rules of answering, the way to the upstreams.
final class SharedService: Sendable {
    let publication: IndexPublication
    let policy: ResponsePolicy
    let forwarder: Forwarder?
    let log: @Sendable (String) -> Void

    init(
        _ publication: IndexPublication, _ policy: ResponsePolicy, _ forwarder: Forwarder?,
        log: @Sendable @escaping (String) -> Void
    ) {
        self.publication = publication
        self.policy = policy
        self.forwarder = forwarder
        self.log = log
    }

    /// The slow path: follows an alias through the zones, and asks the upstreams for the rest.
    /// `reply` may be called at once, or later on another thread.
    func resolve(
        _ request: ForwardRequest, isAlias: Bool, index: ZoneIndex,
        reply: @Sendable @escaping ([UInt8]) -> Void
    ) {
        var request = request
        if isAlias {
            let resolution = AliasResolver(index: index).resolve(request.question)
            guard let next = resolution.next, forwarder != nil else {
                reply(request.reply(resolution, hasUpstreams: forwarder != nil))
                return
            }
            request.aliases = resolution.answers
            request.question.name = next
        }
        guard let forwarder else { return }
        forwarder.submit(request, reply: reply)
    }
}
