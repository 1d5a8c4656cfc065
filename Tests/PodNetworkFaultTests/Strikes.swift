import LinuxSystem

/// Which calls are struck, and how what they leave is cleaned up.
enum Strikes {
    /// Whether every call meets every recovery.
    static var isComplete: Bool { Environment.value("MARTLET_FAULTS") == "all" }

    /// Goes through the calls of a program until there are no more.
    ///
    /// - Parameter body: strikes the call of a number, cleans up, and says whether the program got
    ///   that far.
    static func forEach(
        recoveries: [Recovery] = Recovery.allCases,
        every stride: Int = 13, _ body: (Int, Recovery) throws -> Bool
    ) throws {
        if isComplete {
            for recovery in recoveries {
                var number = 1
                while try body(number, recovery) { number += 1 }
            }
            return
        }
        var number = 1
        var turn = 0
        while try body(number, recoveries[turn % recoveries.count]) {
            number += stride
            turn += 1
        }
    }
}
