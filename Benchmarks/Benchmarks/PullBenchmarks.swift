import ImagePullCredentials

/// `pull/…`: from the bytes of a Pod's Secrets to the ordered credentials of one image, without any
/// cached state.
enum PullBenchmarks {
  static func run(_ suite: inout Suite) throws {
    for (secretCount, entryCount) in [(1, 1), (3, 2), (10, 10)] {
      let secrets = (0..<secretCount).map {
        ConfigFixture.dockerConfigJSON(entries: entryCount, secret: $0)
      }
      let image = "registry-\(entryCount - 1).team-\(secretCount - 1).example.com/app:1.0"
      try require(pull(image, secrets) == 1, "no credential for \(image)")
      suite.run("pull/\(secretCount)x\(entryCount)", operations: 1) { pull(image, secrets) }
    }
  }

  private static func pull(_ image: String, _ secrets: [[UInt8]]) -> Int {
    guard let reference = try? ImageReference(image) else { return 0 }
    var keyring = Keyring()
    for secret in secrets {
      guard let config = try? DockerConfig(dockerConfigJSON: secret) else { return 0 }
      keyring.add(config, source: .secret(namespace: "default", name: "pull"))
    }
    return keyring.credentials(for: reference).count
  }
}
