import APIMachinery

/// Does something many times at once, but carefully: once, then twice, four times … as long as
/// nothing fails. A quota or a broken template is then met by a few requests, not by all.
public enum SlowStart {
    /// Does it for each index below `count`.
    /// - Returns: how many succeeded, and the first error; after one no further batch begins.
    public static func run(
        _ count: Int, first: Int = 1,
        _ body: @escaping @Sendable (Int) async throws(APIStatus) -> Void
    ) async -> (successes: Int, failure: APIStatus?) {
        var start = 0
        var successes = 0
        var batch = min(first, count)
        while batch > 0 {
            let results = await atOnce(start..<start + batch, body)
            successes += results.count { $0 == nil }
            if let failure = results.compactMap(\.self).first { return (successes, failure) }
            start += batch
            batch = min(batch * 2, count - start)
        }
        return (successes, nil)
    }

    /// Does it for each index at once.
    /// - Returns: what failed with what, in no order.
    public static func atOnce(
        _ indices: Range<Int>, _ body: @escaping @Sendable (Int) async throws(APIStatus) -> Void
    ) async -> [APIStatus?] {
        await withTaskGroup(of: APIStatus?.self) { group in
            for index in indices {
                group.addTask {
                    do throws(APIStatus) {
                        try await body(index)
                        return nil
                    } catch { return error }
                }
            }
            var results: [APIStatus?] = []
            for await result in group { results.append(result) }
            return results
        }
    }
}
