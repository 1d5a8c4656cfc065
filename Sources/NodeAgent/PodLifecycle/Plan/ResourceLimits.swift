import APIMachinery
import ContainerRuntime

/// What a container may use of the machine, in the kernel's units.
public enum ResourceLimits {
    /// - Parameters:
    ///   - qualityClass: `Guaranteed`, `Burstable`, `BestEffort`.
    ///   - nodeMemory: bytes.
    public static func limits(
        of container: ContainerManifest, qualityClass: String, nodeMemory: Int
    ) -> ContainerConfiguration.Limits {
        var limits = ContainerConfiguration.Limits()
        let request = milli(container.requests["cpu"] ?? container.limits["cpu"])
        limits.cpuShares = request == 0 ? 2 : min(262_144, max(2, request * 1024 / 1000))
        let cpuLimit = milli(container.limits["cpu"])
        limits.cpuQuota = cpuLimit == 0 ? 0 : max(1000, cpuLimit * 100)
        limits.memory = bytes(container.limits["memory"])
        limits.oomScoreAdjustment = oomScore(
            request: bytes(container.requests["memory"] ?? container.limits["memory"]),
            qualityClass, nodeMemory)
        return limits
    }

    private static func oomScore(request: Int, _ qualityClass: String, _ nodeMemory: Int) -> Int {
        switch qualityClass {
        case "Guaranteed": return -997
        case "BestEffort": return 1000
        default:
            guard nodeMemory > 0 else { return 999 }
            // Those that ask for little fall first; never as safe as Guaranteed, nor as BestEffort.
            return min(999, max(3, 1000 - Int(Int128(1000) * Int128(request) / Int128(nodeMemory))))
        }
    }

    private static func milli(_ text: String?) -> Int {
        text.flatMap { Quantity(parsing: $0) }?.milliValue ?? 0
    }

    private static func bytes(_ text: String?) -> Int {
        text.flatMap { Quantity(parsing: $0) }?.value ?? 0
    }
}
