/// A part of the benchmark that can be run by itself.
enum Section: String, CaseIterable {
    case start
    case attach
    case burst
    case existing
    case throughput

    var title: String {
        switch self {
        case .start: "what a process costs that does nothing; ms"
        case .attach: "ADD and DEL, one after the other; ms from exec to exit"
        case .burst: "many at once; ms from exec to exit of each"
        case .existing: "among addresses and host ports of others; ms from exec to exit"
        case .throughput: "TCP from pod to pod, one stream; Gbit/s, medians of rounds"
        }
    }

    func run(_ options: Options) throws {
        switch self {
        case .start: try StartUp(count: options.count).run()
        case .attach: try Sequence(count: options.count).run()
        case .burst: try Burst(width: options.width, rounds: options.rounds).run()
        case .existing: try Existing(others: options.existing, count: options.count).run()
        case .throughput: try Throughput(rounds: 5 * options.rounds).run()
        }
    }
}
