import AddressManagement
import CNIProtocol
import LinuxSystem
import NetworkAddress
import Synchronization
import Testing

/// Threads that take and give back addresses at once; the lock file is one between threads as it
/// is between processes.
@Suite struct RaceTests {
    /// Who has which of 65,536 addresses, by the takers' own count: 0 nobody.
    final class Ledger: Sendable {
        private let holders = Mutex<[UInt32: Int]>([:])
        private let failures = Mutex<[String]>([])

        func take(_ address: IPAddress, by worker: Int) {
            guard case .v4(let short) = address else { return report("\(address): family") }
            let former = holders.withLock { $0.updateValue(worker, forKey: short.rawValue) }
            if let former { report("\(address) was given to \(worker) while \(former) had it") }
        }

        /// Before the address is given back: from then on it may be another's.
        func giveBack(_ address: IPAddress) {
            guard case .v4(let short) = address else { return }
            holders.withLock { $0[short.rawValue] = nil }
        }

        func report(_ text: String) { failures.withLock { $0.append(text) } }
        var problems: [String] { failures.withLock { $0 } }
        var count: Int { holders.withLock { $0.count } }
    }

    /// A worker's ADDs; of each few one stays, the others get their DEL.
    static func work(
        _ worker: Int, adds: Int, keep: Int, scratch: Scratch, ledger: Ledger
    ) {
        do {
            let allocator = try scratch.allocator(#""subnet":"10.0.0.0/16""#)
            let records = scratch.records()
            for number in 0..<adds {
                let owner = attachment("w\(worker)-\(number)")
                let held = try allocator.reserve(for: owner, existing: .refuse)
                for reservation in held {
                    ledger.take(reservation.address.address, by: worker)
                }
                guard number >= keep else { continue }
                for reservation in held { ledger.giveBack(reservation.address.address) }
                try records.release(owner)
            }
        } catch {
            ledger.report("\(error)")
        }
    }

    /// `MARTLET_RACE` sets how many ADDs there are; a million take some minutes.
    @Test func `no address is ever given twice to racing ADDs, with DELs in between`() throws {
        let total = Environment.value("MARTLET_RACE").flatMap(Int.init) ?? 8000
        let workers = 16
        let scratch = try Scratch()
        let ledger = Ledger()
        let started = MonotonicClock.nanoseconds
        let keep = min(total / workers / 4, 3000)
        let threads = try (0..<workers).map { worker in
            try SystemThread.spawn(name: "race-\(worker)") {
                Self.work(
                    worker, adds: total / workers, keep: keep, scratch: scratch, ledger: ledger)
            }
        }
        for thread in threads { thread.join() }
        let seconds = Double(MonotonicClock.nanoseconds - started) / 1e9
        print("\(total) racing ADDs by \(workers) threads: \(seconds) s, \(ledger.count) held")
        #expect(ledger.problems.isEmpty, "\(ledger.problems.prefix(5))")
        #expect(try scratch.held().count == ledger.count)
        #expect(ledger.count == keep * workers)
        #expect(try scratch.entries().count == ledger.count)
    }
}
