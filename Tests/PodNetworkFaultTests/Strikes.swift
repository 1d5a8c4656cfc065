import LinuxSystem

/// Which calls of a network's plugins are struck, and how what they leave is cleaned up.
enum Strikes {
    /// Whether every call meets every recovery.
    static var isComplete: Bool { Environment.value("MARTLET_FAULTS") == "all" }

    /// Goes through the plugins, and through the calls of each until there are no more.
    ///
    /// - Parameters:
    ///   - stride: strikes every so many calls of a network's plugins, when not each.
    ///   - body: strikes the call of a number of a plugin, cleans up, and says whether the plugin
    ///     got that far.
    static func forEach(
        of network: FaultNetwork, recoveries: [Recovery] = Recovery.allCases,
        every stride: Int = 13, _ body: (_ plugin: Int, _ call: Int, Recovery) throws -> Bool
    ) throws {
        let ways = isComplete ? recoveries.map { [$0] } : [recoveries]
        let step = isComplete ? 1 : stride * network.plugins.count
        for ways in ways {
            var turn = 0
            for plugin in network.plugins.indices {
                // Of several plugins, others' calls are others.
                var call = isComplete ? 1 : 1 + plugin * stride
                while try body(plugin, call, ways[turn % ways.count]) {
                    call += step
                    turn += 1
                }
                turn += 1
            }
        }
    }
}
