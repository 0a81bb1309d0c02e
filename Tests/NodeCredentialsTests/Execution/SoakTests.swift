import Foundation
import Testing

@Suite struct SoakTests {
  /// In a process of its own, since other tests open descriptors and start children at the same time.
  @Test func leavesNothingBehindAfterAThousandRuns() throws {
    let plugins = try PluginDirectory([
      "good", "deaf", "failing", "crashing", "garbage", "silent", "flooding", "noisy",
      "wrongVersion", "wrongCacheKeyType", "hanging", "forking",
    ])
    let soak = try BuiltProducts.path(of: "NodeCredentialsSoak")
    let result = try run(soak, [plugins.path, "1000"])
    #expect(result.output == "runs=1000 descriptors=0 children=0 survivors=0\n")
    #expect(result.status == 0)
  }
}
