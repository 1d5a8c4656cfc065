/// Why a volume isn't there yet.
public struct VolumeFailure: Error, Sendable, Hashable, CustomStringConvertible {
    public var volume: String
    public var message: String

    public init(volume: String, _ message: String) {
        self.volume = volume
        self.message = message
    }

    /// As events say it.
    public var description: String {
        "MountVolume.SetUp failed for volume \"\(volume)\" : \(message)"
    }
}
