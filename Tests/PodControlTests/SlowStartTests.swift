import APIMachinery
import PodControl
import Synchronization
import Testing

struct SlowStartTests {
    @Test(arguments: [0, 1, 2, 3, 7, 8, 100])
    func `Everything is done once`(_ count: Int) async {
        let done = Mutex<[Int]>([])
        let (successes, failure) = await SlowStart.run(count) { index throws(APIStatus) in
            done.withLock { $0.append(index) }
        }
        #expect(successes == count)
        #expect(failure == nil)
        #expect(done.withLock { $0.sorted() } == Array(0..<count))
    }

    @Test(arguments: [(0, 1), (1, 3), (2, 3), (3, 7), (6, 7), (7, 15)])
    func `After an error no further batch begins`(_ bad: Int, _ attempts: Int) async {
        let done = Mutex(0)
        let (successes, failure) = await SlowStart.run(100) { index throws(APIStatus) in
            done.withLock { $0 += 1 }
            if index == bad { throw .badRequest("no") }
        }
        #expect(done.withLock(\.self) == attempts)
        #expect(successes == attempts - 1)
        #expect(failure?.message == "no")
    }
}
