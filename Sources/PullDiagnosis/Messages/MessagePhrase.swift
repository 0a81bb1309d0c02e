/// Words that show why a pull failed, in messages of the kubelet, containerd, CRI-O, Docker and
/// registries.
struct MessagePhrase: Sendable {
  /// In lower case.
  let words: [UInt8]
  let weight: Weight
  /// Nil for words that only describe the request.
  let failure: PullFailure?
  var sent = PullAttempt.Sent.unknown
  var endpoint: PullAttempt.Endpoint?
  var mayNotExist = false
  /// Whether the text after it is from the HTTP client, not from the registry.
  var isTransport = false

  /// Errors are wrapped: the outer one comes first and says what was tried, the inner one comes
  /// last and says what happened. So the last phrase of equal weight counts.
  enum Weight: Int, Comparable, Sendable {
    /// Also occurs with other causes: containerd ends errors with their class, `: not found`.
    case vague
    case usual
    /// Determines the cause, whatever else the message says.
    case decisive

    static func < (one: Weight, other: Weight) -> Bool { one.rawValue < other.rawValue }
  }

  private init(
    _ words: String, _ weight: Weight, _ failure: PullFailure?,
    sent: PullAttempt.Sent = .unknown, endpoint: PullAttempt.Endpoint? = nil,
    mayNotExist: Bool = false, isTransport: Bool = false
  ) {
    self.words = Array(words.utf8)
    self.weight = weight
    self.failure = failure
    self.sent = sent
    self.endpoint = endpoint
    self.mayNotExist = mayNotExist
    self.isTransport = isTransport
  }

  /// The phrases by their first byte; a longer phrase comes before its prefixes.
  static let byFirstByte: [[MessagePhrase]] = {
    var lists = [[MessagePhrase]](repeating: [], count: 128)
    for phrase in all { lists[Int(phrase.words[0])].append(phrase) }
    return lists.map { list in list.sorted { $0.words.count > $1.words.count } }
  }()

  private static let all: [MessagePhrase] =
    marks + node + network + registry
    + [
      list(.decisive, .tls, tls), list(.decisive, .signature, signature),
      list(.decisive, .platform, platform), list(.decisive, .policy, policy),
      list(.decisive, .runtime, runtime), list(.decisive, .files, files),
      list(.decisive, .damaged, damaged), list(.decisive, .format, format),
      list(.decisive, .firewall, firewall), list(.decisive, .shortName, shortName),
      list(.usual, .notFound, notFound), list(.usual, .refused, refused),
    ].flatMap(\.self)

  private static func list(
    _ weight: Weight, _ failure: PullFailure, _ phrases: [String]
  ) -> [MessagePhrase] {
    phrases.map { MessagePhrase($0, weight, failure) }
  }
}

// MARK: - The request

extension MessagePhrase {
  private static let marks = [
    MessagePhrase("anonymous token", .vague, nil, sent: .nothing, endpoint: .tokenServer),
    MessagePhrase("oauth token", .vague, nil, sent: .something, endpoint: .tokenServer),
    MessagePhrase("bearer token", .vague, nil, endpoint: .tokenServer),
    MessagePhrase("auth token", .vague, nil, endpoint: .tokenServer),
    MessagePhrase("failed to do request", .vague, nil, isTransport: true),
    MessagePhrase("pinging container registry", .vague, nil, isTransport: true),
    MessagePhrase("httpreadseeker", .vague, nil, endpoint: .blobStore),
    MessagePhrase("fetching blob", .vague, nil, endpoint: .blobStore),
    MessagePhrase("proxyconnect", .vague, nil, endpoint: .proxy),
    MessagePhrase("socks connect", .vague, nil, endpoint: .proxy),
  ]
}

// MARK: - The node and the network

extension MessagePhrase {
  private static let node = [
    MessagePhrase("no space left on device", .decisive, .diskFull),
    MessagePhrase("disk quota exceeded", .decisive, .diskFull),
    MessagePhrase("pull qps exceeded", .decisive, .throttled),
    MessagePhrase("invalid reference format", .decisive, .invalidName),
    MessagePhrase("not present with pull policy of never", .decisive, .neverPulled),
    MessagePhrase("does not have the proper credentials", .decisive, .unverified),
    MessagePhrase("proxy authentication required", .decisive, .proxy, endpoint: .proxy),
    MessagePhrase("failed to extract layer", .vague, .runtime),
    MessagePhrase("mount callback failed", .usual, .runtime),
    MessagePhrase("context canceled", .vague, .cancelled),
    MessagePhrase("is blocked in", .decisive, .blocked),
  ]

  private static let runtime = [
    "parent snapshot", "failed to prepare extraction snapshot", "failed to get reader from content",
    "content digest", "lease does not exist", "failed to register layer",
    "error creating overlay mount", "failed to mount", "dial unix", "transport is closing",
    "error while dialing", "unknown service runtime", "too many open files",
    "cannot allocate memory", "operation not permitted", "locked for", "larger than max",
    "failed to configure registry hosts", "failed to parse hosts.toml",
    "failed to decode hosts.toml", "invalid `host` tree",
  ]

  private static let files = [
    "input/output error", "read-only file system", "structure needs cleaning", "stale file handle",
  ]

  private static let damaged = [
    "failed size validation", "failed commit on ref", "unexpected commit digest",
    "unexpected commit size", "digest did not match", "content size of zero",
    "layers from manifest don't match image configuration", "invalid tar header",
    "gzip: invalid header", "invalid checksum digest format",
    "filesystem layer verification failed",
  ]

  private static let format = [
    "unsupported manifest media type", "schema 1 support", "unsupported schema version",
    "media type is not supported", "is no longer supported", "unsupported image-specific operation",
    "unsupported mime type", "unsupported media type", "unexpected media type",
    "no processor for media-type", "mismatched image rootfs and manifest layers",
    "does not support oci indexes", "does not support manifest lists",
  ]

  /// CRI-O's. Source: containers/image, pkg/shortnames.
  private static let shortName = [
    "did not resolve to an alias", "no unqualified-search registries",
    "short name mode is enforcing", "returns ambiguous list", "short-name resolution enforced",
  ]

  private static let platform = [
    "no match for platform", "no matching manifest for", "no image found in image index for",
    "no image found in manifest list for", "does not match the specified platform",
    "image operating system", "cannot be used on this platform", "no matching platform",
    "operating system does not match the host", "image is incompatible with",
  ]

  private static let signature = [
    "a signature was required", "signature validation failed", "source image rejected",
    "no signature exists", "is rejected by policy", "signature verification failed",
    "image verifier blocked", "invalid signature", "required signature", "no matching signatures",
    "image verification failed", "no valid signature", "no valid signatures", "no signatures found",
    "failed to verify signature", "failed to verify image",
  ]

  private static let tls = [
    "x509", "tls: failed to verify certificate", "tls: bad certificate", "tls: unknown certificate",
    "tls: unknown certificate authority", "tls: handshake failure", "tls: certificate required",
    "tls: expired certificate", "tls: protocol version not supported", "tls: internal error",
    "tls: unrecognized name", "certificate signed by unknown authority", "certificate has expired",
    "certificate is not trusted", "certificate verify failed", "self-signed certificate",
    // The name of the authority, such as a proxy's, follows.
    "candidate authority certificate",
  ]

  private static let network = [
    MessagePhrase("no such host", .usual, .unknownHost),
    MessagePhrase("server misbehaving", .usual, .nameServer),
    MessagePhrase("temporary failure in name resolution", .usual, .nameServer),
    MessagePhrase("connection refused", .usual, .connectionRefused),
    MessagePhrase("actively refused", .usual, .connectionRefused),
    MessagePhrase("i/o timeout", .usual, .timeout),
    MessagePhrase("tls handshake timeout", .usual, .timeout),
    MessagePhrase("connection timed out", .usual, .timeout),
    MessagePhrase("operation timed out", .usual, .timeout),
    MessagePhrase("no route to host", .usual, .timeout),
    MessagePhrase("host is unreachable", .usual, .timeout),
    MessagePhrase("host is down", .usual, .timeout),
    MessagePhrase("network is unreachable", .usual, .timeout),
    MessagePhrase("timeout awaiting response headers", .usual, .timeout),
    MessagePhrase("client.timeout", .usual, .timeout),
    MessagePhrase("client.timeout exceeded", .usual, .timeout),
    MessagePhrase("request canceled while waiting for connection", .usual, .timeout),
    MessagePhrase("context deadline exceeded", .vague, .timeout),
    MessagePhrase("deadlineexceeded", .vague, .timeout),
    MessagePhrase("connection reset by peer", .usual, .connectionClosed),
    MessagePhrase("broken pipe", .usual, .connectionClosed),
    MessagePhrase("unexpected eof", .usual, .connectionClosed),
    MessagePhrase("eof", .usual, .connectionClosed),
    MessagePhrase("server sent goaway", .usual, .connectionClosed),
    MessagePhrase("use of closed network connection", .usual, .connectionClosed),
    MessagePhrase("stream error", .usual, .connectionClosed),
    MessagePhrase("server closed idle connection", .usual, .connectionClosed),
    MessagePhrase("server gave http response to https client", .decisive, .plainHTTP),
    MessagePhrase("first record does not look like a tls handshake", .decisive, .plainHTTP),
    MessagePhrase("client sent an http request to an https server", .decisive, .plainHTTP),
    MessagePhrase("malformed http response", .decisive, .plainHTTP),
    MessagePhrase("unexpected media type text/html", .decisive, .notARegistry),
    MessagePhrase("invalid character '<' looking for beginning of value", .decisive, .notARegistry),
    MessagePhrase("stopped after 10 redirects", .usual, .notARegistry),
    MessagePhrase("blob unknown", .usual, .serverError),
    MessagePhrase("unknown blob", .usual, .serverError),
    MessagePhrase("connection lost", .usual, .connectionClosed),
    MessagePhrase("registry is unavailable", .vague, .serverError),
  ]

  private static let firewall = [
    "is not allowed access", "client with ip", "public network access is disabled",
    "public network access on registry", "private endpoint connection", "ip allow list enabled",
    "ip address is not permitted", "ip address is not allowed",
  ]
}

// MARK: - Responses of registries

extension MessagePhrase {
  private static let registry = [
    MessagePhrase("toomanyrequests", .decisive, .rateLimited),
    MessagePhrase("pull rate limit", .decisive, .rateLimited),
    MessagePhrase("unauthenticated pull rate limit", .decisive, .rateLimited, sent: .nothing),
    MessagePhrase("anonymous pull rate limit", .decisive, .rateLimited, sent: .nothing),
    MessagePhrase("pull rate limit as", .decisive, .rateLimited, sent: .something),
    MessagePhrase("rate limit exceeded", .decisive, .rateLimited),
    MessagePhrase("quota exceeded for", .decisive, .rateLimited),
    MessagePhrase("repository does not exist or may require", .usual, .refused, mayNotExist: true),
    MessagePhrase("may not exist or may require", .usual, .refused, mayNotExist: true),
    MessagePhrase("is not authorized to perform", .usual, .refused, sent: .something),
    MessagePhrase("could not find robot", .usual, .refused, sent: .something),
    MessagePhrase("or it may not exist", .usual, .refused, sent: .something, mayNotExist: true),
    MessagePhrase("no basic auth credentials", .usual, .refused, sent: .nothing),
    MessagePhrase("unauthenticated request", .usual, .refused, sent: .nothing),
    MessagePhrase("authorization token has expired", .usual, .refused, sent: .something),
    MessagePhrase("incorrect username or password", .usual, .refused, sent: .something),
    MessagePhrase("invalid username or password", .usual, .refused, sent: .something),
    // CRI-O says this for each 401 of a token server, whatever was sent. Source: containers/image,
    // `getBearerToken`, docker/docker_client.go.
    MessagePhrase("invalid username/password", .usual, .refused),
    MessagePhrase("username or password is incorrect", .usual, .refused, sent: .something),
    MessagePhrase("bad credentials", .usual, .refused, sent: .something),
    MessagePhrase("wrong credentials", .usual, .refused, sent: .something),
    MessagePhrase("not found", .vague, .notFound),
    MessagePhrase("unauthorized", .vague, .refused),
    MessagePhrase("denied", .vague, .refused),
    MessagePhrase("forbidden", .vague, .refused),
  ]

  private static let refused = [
    "authentication required", "authentication is required", "authentication failed",
    "token expired", "token has expired", "token is expired", "invalid_token", "pull access denied",
    "insufficient_scope", "authorization failed",
    "requested access to the resource is denied", "access forbidden", "access denied",
    "access to the requested resource is not authorized", "unauthorized to access repository",
    "does not have permission", "invalid token", "not authorized", "permission_denied",
  ]

  private static let notFound = [
    "manifest unknown", "manifest_unknown", "name unknown", "name_unknown",
    "repository name not known to registry", "repository does not exist", "tag does not exist",
    "was deleted or has expired", "no such image", "no such manifest",
    "invalid repository name",
  ]

  private static let policy = [
    "precondition failed", "configured policy", "is quarantined", "quarantined",
    "download blocked", "blocked by xray", "blocking policy", "download request rejected",
    "not signed in notary", "not signed by cosign", "violates policy", "security policy",
    "vulnerability policy", "curation policy", "policies violated",
  ]
}
