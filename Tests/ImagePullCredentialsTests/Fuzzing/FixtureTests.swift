import ImagePullCredentials
import ImagePullCredentialsTesting
import KubernetesPulls
import PullDiagnosis
import Testing

/// The public surface of the testing product, without `@testable`.
@Suite struct FixtureTests {
  private static let now = Timestamp(secondsSince1970: 1_800_000_000)

  @Test func fixturesFitTogether() throws {
    let objects = KubernetesObjects(
      .init(Secret.fixture()), .init(ServiceAccount.fixture(pullSecrets: ["regcred"])),
      .init(Workload.fixture()))
    for subject in [PullResolution.Subject.pod(.fixture()), .workload(.fixture())] {
      let resolution = objects.resolve(subject, merging: .admission)
      #expect(resolution.gaps.isEmpty)
      #expect(resolution.keyring.count == 1)
    }
    let live = objects.resolve(.fixture(isAdmitted: true), merging: .admission)
    #expect(live.gaps.map(\.code) == [.noCredential])
  }

  @Test(arguments: [(-1, true), (1, false)])
  func anECRTokenEndsWhenItSays(offset: Int64, hasExpired: Bool) throws {
    let registry = "123456789012.dkr.ecr.eu-west-1.amazonaws.com"
    let time = Timestamp(secondsSince1970: Self.now.secondsSince1970 + offset)
    let login = Keyring.Login(
      username: FakePassword.ecrUsername, password: FakePassword.ecr(expiringAt: time))
    let cluster = Cluster(KubernetesObjects(.init(Secret.fixture(logins: [registry: login]))))
    let pod = Pod.fixture(images: ["\(registry)/app:1"], pullSecrets: ["regcred"])
    let findings = cluster.resolve(pod, merging: .admission).diagnose(at: Self.now, in: cluster)
    #expect(findings.contains { $0.code == .expiredECR } == hasExpired)
  }

  @Test func saysBothOrders() throws {
    let keyring: Keyring = ["ghcr.io": "octocat:hunter2", "ghcr.io/acme": "robot:hunter2"]
    try requireCredentials(
      for: "ghcr.io/acme/app", in: keyring, ["ghcr.io/acme": "robot", "ghcr.io": "octocat"])
    try requireCredentials(for: "quay.io/app", in: keyring, [:])
    let error = #expect(throws: UnexpectedCredentials.self) {
      try requireCredentials(
        for: "ghcr.io/acme/app", in: keyring, ["ghcr.io/acme": "robot", "ghcr.io": "other"])
    }
    #expect(
      error?.description == """
        credentials for ghcr.io/acme/app
          expected:
            1. ghcr.io/acme (robot)
          > 2. ghcr.io (other)
          actual:
            1. ghcr.io/acme (robot)
          > 2. ghcr.io (octocat)

        """)
    let none = #expect(throws: UnexpectedCredentials.self) {
      try requireCredentials(for: "quay.io/app", in: keyring, ["quay.io": "u"])
    }
    #expect(none?.actual == [])
    #expect(throws: ImageReference.ParseError.self) {
      try requireCredentials(for: "Bad", in: keyring, [:])
    }
  }

  @Test func aByteOfTheInputIsOneChoice() {
    var one = InputGenerator([0, 128, 255, 7])
    var other = InputGenerator([0, 128, 255, 200])
    let choices = (0..<4).map { _ in
      (Int.random(in: 0..<8, using: &one), Int.random(in: 0..<8, using: &other))
    }
    #expect(choices.map(\.0) == [0, 4, 7, 0])
    #expect(choices.map(\.1) == [0, 4, 7, 6])
    #expect(one.isAtEnd)
  }

  @Test func whatHoldsIsNoViolation() {
    #expect(FuzzTarget.reference.violation(in: Array("nginx:1".utf8)) == nil)
    var inputs: [[UInt8]] = []
    let status = fuzz(nil, 0) { inputs.append($0) }
    #expect(status == 0)
    #expect(inputs == [[]])
    #expect(
      FuzzTarget.allCases.map(\.name) == [
        "Reference", "RegistryKey", "DockerConfig", "AuthField", "KubernetesObjects", "Keyring",
        "ImageRecords",
      ])
  }
}
