import Testing

@testable import ImagePullCredentials
@testable import KubernetesPulls

@Suite struct ImageAccessPolicyTests {
  static func allows(
    _ image: String, _ patterns: [String], _ release: KubeletRelease
  ) throws -> Bool {
    let policy = try ImageAccessPolicy(
      verification: "NeverVerifyAllowlistedImages", allowlist: patterns, release: release)
    let decision = ImagePullRecords().decision(
      forImage: image, imageRef: "x", policy: policy, pod: .none)
    return decision.rule == .allowlisted
  }

  @Test(arguments: [
    ("a.io/x", "a.io/x", true, true),
    ("a.io/x:1", "a.io/x", false, true),
    ("a.io/x/y", "a.io/x", false, false),
    ("a.io/x:1", "a.io/*", true, true),
    ("a.io/x/y@sha256:0", "a.io/x/*", true, true),
    ("a.io/xy", "a.io/x/*", false, false),
    ("busybox:1", "docker.io/library/busybox", false, false),
    ("docker.io/library/busybox:1", "docker.io/library/*", true, true),
    ("not a reference", "not a reference/*", false, false),
    ("not a/reference", "not a/*", true, true),
  ])
  func patterns(image: String, pattern: String, in135: Bool, in136: Bool) throws {
    #expect(try Self.allows(image, [pattern], .v135) == in135)
    #expect(try Self.allows(image, [pattern], .v136) == in136)
  }

  /// A name that Docker Hub's defaults would change is rejected up to 1.35, and used literally
  /// later.
  @Test func shortNames() throws {
    #expect(throws: ImageAccessPolicy.ConfigurationError.self) {
      try Self.allows("ubuntu", ["ubuntu"], .v135)
    }
    #expect(try Self.allows("ubuntu:24.04", ["ubuntu"], .v136))
    #expect(try !Self.allows("docker.io/library/ubuntu:24.04", ["ubuntu"], .v136))
  }

  /// The matching pattern is found among many, some of which are prefixes of others.
  @Test func manyPatterns() throws {
    let patterns = (0..<500).flatMap { ["r\($0).io/a/*", "r\($0).io/a/b/*", "r\($0).io/c"] }
    for number in [0, 1, 10, 99, 499] {
      #expect(try Self.allows("r\(number).io/a/b/x:1", patterns, .v135))
      #expect(try Self.allows("r\(number).io/c", patterns, .v135))
      #expect(try !Self.allows("r\(number).io/ab:1", patterns, .v135))
    }
    #expect(try !Self.allows("r500.io/a/x", patterns, .v135))
  }

  @Test func theGate() throws {
    #expect(try ImageAccessPolicy().verification == .neverForPreloaded)
    #expect(try ImageAccessPolicy(release: .v134).verification == nil)
    #expect(try ImageAccessPolicy(isEnabled: true, release: .v134).verification != nil)
    let off = try ImageAccessPolicy(isEnabled: false)
    let decision = ImagePullRecords().decision(
      forImage: "a.io/x", imageRef: "x", policy: off, pod: .none)
    #expect(decision.rule == .gateOff)
    #expect(!decision.mustPull)
    #expect(decision.metricResult == nil)
  }

  @Test(arguments: [
    ("1.35", 35), ("v1.36.2", 36), ("v1.36.2-eks-123", 36), ("1.35+", 35), ("v1.34.0+k3s1", 34),
  ])
  func releases(version: String, minor: Int) {
    #expect(KubeletRelease(version)?.minor == minor)
  }

  @Test(arguments: [
    "", "1", "1.", "1.x", "2.35", "vv1.35", "1.-1", "1.35x", "1.99999999999999999999",
  ])
  func noReleases(version: String) {
    #expect(KubeletRelease(version) == nil)
  }
}
