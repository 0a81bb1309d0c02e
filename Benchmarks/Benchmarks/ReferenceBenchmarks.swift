import ImagePullCredentials

/// `reference/…`: parse valid and invalid image references.
enum ReferenceBenchmarks {
  static let typical = [
    "nginx", "nginx:1.25", "registry.example.com/myapp:1.0",
    "123456789012.dkr.ecr.us-east-1.amazonaws.com/payment-api:3.0.0",
    "ghcr.io/example/team/app@sha256:9a9e45ff0f6d10b8b3d49a18cb677a7c808770cbf38a302f1da2cb35a7fb9b78",
    "localhost:5000/a/b:latest", "quay.io/prometheus/node-exporter:v1.8.1",
    "us-docker.pkg.dev/project/repository/image:2024.01.01"
      + "@sha256:76c83583664e0949422d92f71bc32ff807aef472d73f6bf60261af43e18d49bd",
  ]

  static let malformed = [
    "", "Nginx", "registry.example.com/MyApp:1.0", "nginx:", "nginx:.tag", "a//b", "-a/b",
    "registry.example.com:port/app", "app@sha256:abc", "app@md5:5c4815112329cdc256bbb9e2b1bfe9f2",
    "ab554dcf0ba527ba0928611a45fdcf70e8dd4fb4ef8e4203f14be381442c4d09", "a b",
  ]

  static func run(_ suite: inout Suite) throws {
    for text in typical { _ = try ImageReference(text) }
    for text in malformed {
      try require((try? ImageReference(text)) == nil, "\(text) must not parse")
    }
    suite.run("reference/parse", operations: typical.count) { parse(typical) }
    suite.run("reference/reject", operations: malformed.count) { parse(malformed) }
  }

  private static func parse(_ texts: [String]) -> Int {
    var parsed = 0
    for text in texts {
      if let reference = try? ImageReference(text) { parsed &+= reference.isDockerHub ? 1 : 2 }
    }
    return parsed
  }
}
