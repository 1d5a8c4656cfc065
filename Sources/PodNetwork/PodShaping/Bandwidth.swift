/// Limits of what a pod sends and receives. The plugin `bandwidth`, and the capability of its name.
public struct Bandwidth: Hashable, Sendable {
    /// One direction's limit.
    public struct Limit: Hashable, Sendable {
        /// In bits a second.
        public var rate: UInt64
        /// How much may go at once, in bits.
        public var burst: UInt64

        /// A limit.
        public init(rate: UInt64, burst: UInt64) {
            self.rate = rate
            self.burst = burst
        }
    }

    /// What the pod receives.
    public var ingress: Limit?
    /// What the pod sends.
    public var egress: Limit?

    /// Limits.
    public init(ingress: Limit? = nil, egress: Limit? = nil) {
        self.ingress = ingress
        self.egress = egress
    }

    /// Whether nothing is limited.
    public var isEmpty: Bool { ingress == nil && egress == nil }
}
