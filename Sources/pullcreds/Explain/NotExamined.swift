/// What has a part in pulls and was not looked at.
enum NotExamined {
  /// The things, where a node's files and its providers were looked at or not.
  static func things(files: Bool, providers: Bool) -> [String] {
    var things: [String] = []
    if !files { things.append("the node's credential files (config.json, .dockercfg)") }
    if !providers { things.append("the kubelet's credential providers") }
    return things + [
      "registry mirrors and credentials of the container runtime",
      "whether a user or password is right, and the image public",
    ]
  }
}
