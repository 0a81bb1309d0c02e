import Testing

@testable import PullDiagnosis

@Suite("Messages of the kubelet and the runtimes")
struct PullMessageTests {
  /// A message and what its decisive attempt says: `failure sent endpoint host`.
  static let rows: [(message: String, expected: String)] = [
    // containerd
    (
      #"failed to pull and unpack image "ghcr.io/a/b:1": failed to resolve reference "ghcr.io/a/b:1": failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://ghcr.io/token?scope=repository%3Aa%2Fb%3Apull&service=ghcr.io: 401 Unauthorized"#,
      "refused nothing tokenServer ghcr.io"
    ),
    (
      #"failed to authorize: failed to fetch oauth token: unexpected status from POST request to https://auth.docker.io/token: 401 Unauthorized"#,
      "refused something tokenServer auth.docker.io"
    ),
    (
      #"failed to resolve reference "docker.io/library/x:1": pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed"#,
      "refused unknown registry -"
    ),
    (
      #"failed to resolve reference "r.example/x:1": pulling from host r.example failed with status code [manifests 1]: 403 Forbidden"#,
      "refused unknown registry r.example"
    ),
    (
      #"failed to resolve reference "1.dkr.ecr.eu-west-1.amazonaws.com/x:1": pulling from host 1.dkr.ecr.eu-west-1.amazonaws.com failed with status code [manifests 1]: 403 Forbidden"#,
      "refused something registry 1.dkr.ecr.eu-west-1.amazonaws.com"
    ),
    (
      #"failed to do request: Head "https://r.example:5000/v2/x/manifests/1": dial tcp 10.1.2.3:5000: connect: no route to host"#,
      "timeout unknown registry r.example:5000"
    ),
    (
      #"failed to do request: Head "https://r.example/v2/x/manifests/1": dial tcp: lookup r.example on 10.0.0.2:53: no such host"#,
      "unknownHost unknown registry r.example"
    ),
    (
      #"failed to do request: Head "https://r.example/v2/x/manifests/1": proxyconnect tcp: dial tcp 10.9.9.9:3128: connect: connection refused"#,
      "connectionRefused unknown proxy 10.9.9.9:3128"
    ),
    (
      #"failed to do request: Head "https://r.example/v2/x/manifests/1": Forbidden"#,
      "proxy unknown proxy -"
    ),
    (
      #"failed to do request: Head "https://r.example/v2/x/manifests/1": denied: Forbidden"#,
      "refused unknown registry r.example"
    ),
    (
      #"failed to do request: Head "https://r.example/v2/x/manifests/1": tls: failed to verify certificate: x509: cannot validate certificate for 10.0.0.1 because it doesn't contain any IP SANs"#,
      "tls unknown registry r.example"
    ),
    (
      #"failed to do request: Head "https://r.example/v2/x/manifests/1": net/http: TLS handshake timeout"#,
      "timeout unknown registry r.example"
    ),
    (
      #"unexpected status from HEAD request to https://127.0.0.1:30020/v2/x/manifests/1?ns=registry.k8s.io: 502 Bad Gateway"#,
      "serverError unknown mirror 127.0.0.1:30020"
    ),
    (
      #"unexpected status from HEAD request to https://registry-1.docker.io/v2/x/manifests/1?ns=docker.io: 503 Service Unavailable"#,
      "serverError unknown registry registry-1.docker.io"
    ),
    (
      #"failed to copy: httpReadSeeker: failed open: failed to do request: Get "https://cdn.example/blobs/sha256:ab?sig=x": read tcp 10.0.0.1:1->10.0.0.2:443: read: connection reset by peer"#,
      "connectionClosed unknown blobStore cdn.example"
    ),
    (
      #"failed to pull and unpack image "a/b:1": failed to extract layer sha256:ee: write /var/lib/x: no space left on device: unknown"#,
      "diskFull unknown registry -"
    ),
    (
      #"failed to pull and unpack image "a/b:1": no match for platform in manifest: not found"#,
      "platform unknown registry -"
    ),
    (
      #"failed to pull and unpack image "a/b:1": failed to prepare extraction snapshot "extract-1 sha256:ab": parent snapshot sha256:cd does not exist: not found"#,
      "runtime unknown registry -"
    ),
    (
      #"connection error: desc = "transport: Error while dialing: dial unix /run/containerd/containerd.sock: connect: connection refused""#,
      "runtime unknown registry -"
    ),
    (
      #"failed to pull and unpack image "a/b:1": media type "application/vnd.docker.distribution.manifest.v1+prettyjws" is no longer supported since containerd v2.1, please rebuild the image"#,
      "format unknown registry -"
    ),
    (
      #"failed to do request: Head "https://r.example/v2/x/manifests/1": proxyconnect tcp: tls: first record does not look like a TLS handshake"#,
      "plainHTTP unknown proxy -"
    ),
    (
      #"failed to pull and unpack image "docker.io/library/x:1": failed to resolve reference "docker.io/library/x:1": failed to do request: Head "https://mirror.gcr.io/v2/library/x/manifests/1": dial tcp 1.2.3.4:443: i/o timeout"#,
      "timeout unknown mirror mirror.gcr.io"
    ),
    (
      #"failed to pull and unpack image "r.example/x:1": failed to copy: httpReadSeeker: failed open: failed to do request: Get "https://cdn.example/x/manifests/1": EOF"#,
      "connectionClosed unknown blobStore cdn.example"
    ),
    (
      #"failed to do request: Head "https://r.example/v2/x/manifests/1": dial tcp: lookup r.example on 10.0.0.2:53: read udp 10.0.0.9:4->10.0.0.2:53: i/o timeout"#,
      "nameServer unknown registry r.example"
    ),
    // CRI-O
    (
      #"reading manifest denied in quay.io/a/b: manifest unknown"#,
      "notFound unknown registry -"
    ),
    (
      #"initializing source docker://quay.io/a/b:1: Requesting bearer token: invalid status code from registry 403 (Forbidden)"#,
      "refused something tokenServer -"
    ),
    (
      #"pinging container registry r.example: Get "https://r.example/v2/": http: server gave HTTP response to HTTPS client"#,
      "plainHTTP unknown registry r.example"
    ),
    (
      #"choosing image instance: no image found in image index for architecture arm64, variant "v8", OS linux"#,
      "platform unknown registry -"
    ),
    (
      #"Source image rejected: Running image docker://r.example/a:1 is rejected by policy."#,
      "signature unknown registry -"
    ),
    // Docker
    (
      #"Error response from daemon: manifest for r.example/a:1 not found: manifest unknown: manifest unknown"#,
      "notFound unknown registry -"
    ),
    (
      #"Error response from daemon: Get "https://r.example/v2/a/manifests/1": unauthorized: incorrect username or password"#,
      "refused something registry r.example"
    ),
    (
      #"Error response from daemon: error parsing HTTP 404 response body: invalid character '<' looking for beginning of value: "<html>""#,
      "notARegistry unknown registry -"
    ),
    // Registries
    (
      #"failed to resolve reference "pkg.dev/a/b:1": failed to authorize: denied: Permission "artifactregistry.repositories.downloadArtifacts" denied on resource "projects/a/locations/eu/repositories/b" (or it may not exist)"#,
      "refused something registry -"
    ),
    (
      #"denied: Unauthenticated request. Unauthenticated requests do not have permission "artifactregistry.repositories.downloadArtifacts" on resource "projects/a""#,
      "refused nothing registry -"
    ),
    (
      #"Head "https://a.azurecr.io/v2/b/manifests/1": denied: {"errors":[{"code":"DENIED","message":"client with IP '10.0.0.4' is not allowed access."}]}"#,
      "firewall unknown registry a.azurecr.io"
    ),
    (
      #"unknown: current image with 7 vulnerabilities cannot be pulled due to configured policy in 'Prevent images with vulnerability severity of "High" or higher from running.'"#,
      "policy unknown registry -"
    ),
    (
      #"toomanyrequests: You have reached your pull rate limit as 'acmebot': dckr_jti_x. You may increase the limit by upgrading. https://www.docker.com/increase-rate-limit"#,
      "rateLimited something registry www.docker.com"
    ),
    (
      #"unexpected status code https://registry-1.docker.io/v2/library/nginx/manifests/sha256:dd: 429 Too Many Requests - Server message: toomanyrequests: You have reached your unauthenticated pull rate limit."#,
      "rateLimited nothing registry registry-1.docker.io"
    ),
    (
      #"denied: User: arn:aws:sts::1:assumed-role/node/i-0 is not authorized to perform: ecr:BatchGetImage on resource: arn:aws:ecr:eu-west-1:1:repository/x"#,
      "refused something registry -"
    ),
    // The kubelet
    (
      "unable to parse auth field, must be formatted as base64(username:password)",
      "malformedSecret unknown registry -"
    ),
    (
      "invalid character '}' looking for beginning of object key string",
      "malformedSecret unknown registry -"
    ),
    ("pull QPS exceeded", "throttled unknown registry -"),
    // CRI-O tries what is no image as an artifact, and says both.
    (
      #"unable to pull image or OCI artifact: pull image err: initializing source docker://quay.io/a/b:1: reading manifest 1 in quay.io/a/b: unauthorized: access to the requested resource is not authorized; artifact err: get manifest: manifest unknown"#,
      "refused unknown registry -"
    ),
    (
      #"writing blob: happened during read: unexpected EOF (after reconnecting, fetching blob: StatusCode: 400, "<Error>")"#,
      "connectionClosed unknown blobStore -"
    ),
    // What CRI-O says of each 401 tells nothing of what was sent.
    (
      #"unable to retrieve auth token: invalid username/password: unauthorized: Please login to the Red Hat Registry"#,
      "refused unknown tokenServer -"
    ),
    (
      #"unable to retrieve auth token: invalid username/password: unauthorized: Invalid Username or Password"#,
      "refused something tokenServer -"
    ),
    // Mirrors of layers
    (
      #"failed to copy: httpReadSeeker: failed open: unexpected status code https://m.example/v2/library/x/blobs/sha256:dd?ns=docker.io: 400 Bad Request"#,
      "other unknown mirror m.example"
    ),
    // The store of the layers refuses, where the registry gave the manifest.
    (
      #"failed to copy: httpReadSeeker: failed open: unexpected status code https://cdn.example/x/blobs/sha256:dd: 403 Forbidden"#,
      "storeRefused unknown blobStore cdn.example"
    ),
    (
      #"failed to copy: httpReadSeeker: failed open: unexpected status code https://r.example/v2/x/blobs/sha256:dd: 403 Forbidden"#,
      "storeRefused unknown blobStore r.example"
    ),
    (
      #"parsing image configuration: fetching blob: received unexpected HTTP status: 403 Forbidden"#,
      "storeRefused unknown blobStore -"
    ),
    (
      #"failed to copy: httpReadSeeker: failed open: unexpected status code https://r.example/v2/x/manifests/sha256:dd: 403 Forbidden"#,
      "refused unknown blobStore r.example"
    ),
    (
      #"failed to copy: httpReadSeeker: failed open: unexpected status code https://r.example/v2/x/blobs/sha256:dd: 401 Unauthorized"#,
      "refused unknown blobStore r.example"
    ),
    (
      #"unexpected status from HEAD request to http://r.example:5000/v2/x/manifests/1: 400 Bad Request"#,
      "plainHTTP unknown registry r.example:5000"
    ),
    (
      #"unexpected status from HEAD request to https://r.example:5000/v2/x/manifests/1: 400 Bad Request"#,
      "other unknown registry r.example:5000"
    ),
    (
      "a Windows version 10.0.20348-based image is incompatible with a 10.0.17763 host",
      "platform unknown registry -"
    ),
    (
      #"failed to copy: httpReadSeeker: failed open: unexpected status code https://cdn.example/x/blobs/sha256:dd: 400 Bad Request"#,
      "other unknown blobStore cdn.example"
    ),
    // The node
    (
      #"failed to create temp dir: mkdir /var/lib/containerd/tmpmounts: permission denied"#,
      "files unknown registry -"
    ),
    (
      #"denied: Permission denied for "latest" from request "/v2/a/b/manifests/latest"."#,
      "refused unknown registry -"
    ),
    (
      #"mount callback failed on /tmp/m: lchown /tmp/m/etc/gshadow: invalid argument: unknown"#,
      "files unknown registry -"
    ),
    ("mount callback failed on /tmp/m: odd", "runtime unknown registry -"),
    ("write tcp 10.0.0.1:1->10.0.0.2:443: broken pipe", "connectionClosed unknown registry -"),
    ("write /var/lib/x: input/output error", "files unknown registry -"),
    (
      #"failed to copy: httpReadSeeker: failed open: failed to do request: context canceled"#,
      "cancelled unknown blobStore -"
    ),
    (
      #"failed commit on ref "layer-sha256:dd": unexpected commit digest sha256:ee, expected sha256:dd: failed precondition"#,
      "damaged unknown registry -"
    ),
    (
      #"registry docker.io is blocked in /etc/containers/registries.conf or /etc/containers/registries.conf.d"#,
      "blocked unknown registry -"
    ),
    (
      #"short-name "web:3" did not resolve to an alias and no unqualified-search registries are defined in "/etc/containers/registries.conf""#,
      "shortName unknown registry -"
    ),
    (
      "short name mode is enforcing, but image name nginx:1 returns ambiguous list",
      "shortName unknown registry -"
    ),
    ("ref layer-sha256:dd locked for 4m3s: unavailable", "runtime unknown registry -"),
    ("no processor for media-type: unknown", "format unknown registry -"),
    (
      "manifest unknown: OCI index found, but Accept header does not support OCI indexes",
      "format unknown registry -"
    ),
    ("unexpected media type text/html for sha256:ce: not found", "notARegistry unknown registry -"),
    (
      "unexpected media type application/vnd.cncf.helm.config.v1+json for sha256:ce: not found",
      "format unknown registry -"
    ),
    (
      "image verification failed: no valid signature found: bundle tag not found",
      "signature unknown registry -"
    ),
    (
      #"net/http: HTTP/1.x transport connection broken: malformed HTTP response "\x15\x03\x01""#,
      "plainHTTP unknown registry -"
    ),
    (
      #"403 Forbidden: unknown: Artifact download request rejected: a/manifest.json was not downloaded due to the download blocking policy configured in Xray"#,
      "policy unknown registry -"
    ),
    (
      "denied: The public network access on registry 'a.azurecr.io' is disabled.",
      "firewall unknown registry -"
    ),
    // No cause is in a name.
    (
      #"failed to pull and unpack image "r.example/denied/unauthorized:403": something odd"#,
      "other unknown registry -"
    ),
    (#"something odd with r.example/denied:x509 and acme/eof:1"#, "other unknown registry -"),
    (#"reading manifest unknown in r.example/a: something odd"#, "other unknown registry -"),
    ("layer 404 of 512 was odd", "other unknown registry -"),
    ("open r.example/denied:1 and read it", "other unknown registry -"),
  ]

  @Test(arguments: rows.indices)
  func cause(_ index: Int) throws {
    let (message, expected) = Self.rows[index]
    let read = try #require(PullMessage(message).decisive)
    let summary = "\(read.failure) \(read.sent) \(read.endpoint) \(read.host ?? "-")"
    #expect(summary == expected, "row \(index): \(message)")
  }

  @Test func wrappersAreTakenOff() throws {
    let message = PullMessage(
      #"Back-off pulling image "nginx:1": ErrImagePull: rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nginx:1": failed to resolve reference "docker.io/library/nginx:1": docker.io/library/nginx:1: not found"#
    )
    #expect(message.image == "nginx:1")
    #expect(message.attempts.map(\.text) == ["docker.io/library/nginx:1: not found"])
    #expect(message.decisive?.failure == .notFound)
  }

  @Test func rowOfErrorsIsOneForEachCredential() {
    let message = PullMessage(
      #"Failed to pull image "r.example/a:1": [rpc error: code = Unknown desc = reading manifest 1 in r.example/a: unauthorized: a, b, rpc error: code = NotFound desc = reading manifest 1 in r.example/a: manifest unknown]"#
    )
    #expect(
      message.attempts.map(\.text) == [
        "reading manifest 1 in r.example/a: unauthorized: a, b",
        "reading manifest 1 in r.example/a: manifest unknown",
      ])
    #expect(message.attempts.map(\.failure) == [.refused, .notFound])
    #expect(message.decisive?.failure == .notFound)
  }

  @Test func mirrorsAreApart() throws {
    let message = PullMessage(
      #"Failed to pull image "quay.io/a/b:1": (Mirrors also failed: [m1.lan:5000/a/b:1: reading manifest 1 in m1.lan:5000/a/b: manifest unknown] [m2.lan/a/b:1: pinging container registry m2.lan: Get "https://m2.lan/v2/": dial tcp [::1]:443: i/o timeout]): quay.io/a/b:1: reading manifest 1 in quay.io/a/b: unauthorized: access to the requested resource is not authorized"#
    )
    let attempt = try #require(message.decisive)
    #expect(attempt.failure == .refused)
    #expect(attempt.mirrors.map(\.host) == ["m1.lan:5000", "m2.lan"])
    #expect(attempt.mirrors.map(\.failure) == [.notFound, .timeout])
    #expect(
      attempt.text
        == "reading manifest 1 in quay.io/a/b: unauthorized: access to the requested resource is not authorized"
    )
  }

  @Test(arguments: [
    "Back-off pulling image", #"Back-off pulling image "a:1""#,
    #"Back-off pulling image "a:1": ErrImagePull"#,
    "Error: ErrImagePull", "Error: ImagePullBackOff", "",
  ])
  func bareMessageSaysNothing(_ text: String) {
    #expect(PullMessage(text).attempts == [])
  }

  @Test func sandboxImage() {
    let message = PullMessage(
      #"Failed to create pod sandbox: rpc error: code = Unknown desc = failed to get sandbox image "r.example/pause:3": failed to pull image "r.example/pause:3": failed to pull and unpack image "r.example/pause:3": failed to resolve reference "r.example/pause:3": unexpected status from HEAD request to https://r.example/v2/pause/manifests/3: 401 Unauthorized"#
    )
    #expect(message.image == "r.example/pause:3")
    #expect(message.isSandboxImage)
    #expect(message.decisive?.failure == .refused)
    #expect(!PullMessage(#"Failed to pull image "r.example/pause:3": EOF"#).isSandboxImage)
  }

  @Test func shownTextHasNoQueriesUsersOrLineBreaks() {
    let attempt = PullMessage(
      "Get \"https://u:p@r.example/blobs/1?X-Signature=abc\":\n\tdial tcp: \u{202E}[31mEOF"
    ).attempts.first
    #expect(
      attempt?.text == "Get \"https://r.example/blobs/1\": dial tcp: \\u{202E}[31mEOF")
  }

  @Test func shownTextIsBounded() throws {
    let long = String(repeating: "x", count: 20_000)
    let attempt = try #require(PullMessage("failed \(long)").attempts.first)
    #expect(attempt.text.utf8.count == MessageExcerpt.maximumLength + 3)
    let late = try #require(
      PullMessage("write /\(String(repeating: "y", count: 3_000)): no space left on device")
        .attempts.first)
    #expect(late.failure == .diskFull)
    #expect(late.text.hasSuffix("no space left on device"))
    let exact = String(repeating: "x", count: MessageExcerpt.maximumLength)
    #expect(PullMessage(exact).attempts.first?.text == exact)
    #expect(PullMessage(exact + "y").attempts.first?.text == exact + "…")
  }

  @Test func statusesThatNobodyKnowsAreRead() {
    func status(_ text: String) -> Int? { PullMessage(text).decisive?.status }
    #expect(status("unexpected status from HEAD request to https://r.example/v2/: 418 odd") == 418)
    #expect(status("unexpected status from HEAD request to https://r.example/v2/: 530 ") == 530)
    #expect(status("unexpected status from HEAD request to https://r.example/v2/: 399 odd") == nil)
    #expect(status("https://r.example/v2/ 418 odd") == nil)
  }

  @Test func digestsAreCutWhereRoomIsShort() throws {
    let digest = String(repeating: "9", count: 64)
    let short = "failed commit on ref \"layer-sha256:\(digest)\": odd"
    #expect(PullMessage(short).attempts.first?.text == short)
    let long = try #require(
      PullMessage(
        """
        failed commit on ref "layer-sha256:\(digest)": unexpected commit digest sha256:\(digest), \
        expected sha256:\(digest): failed precondition
        """
      ).attempts.first)
    #expect(
      long.text == """
        failed commit on ref "layer-sha256:999999999999…": unexpected commit digest \
        sha256:999999999999…, expected sha256:999999999999…: failed precondition
        """)
  }

  @Test func nothingIsMarkedAsLeftOutThatIsNot() throws {
    // The deciding words are behind the half, but not by so much that something has to go.
    let text = """
      \(String(repeating: "odd ", count: 40))no space left on device\
      \(String(repeating: " odd", count: 60))
      """
    let shown = try #require(PullMessage(text).attempts.first?.text)
    #expect(!shown.contains(" … "))
    #expect(shown.contains("no space left on device"))
    #expect(shown.hasSuffix("…"))
  }

  @Test func attemptsAreBounded() {
    let errors = (1...40).map { "rpc error: code = Unknown desc = odd \($0)" }
    let message = PullMessage("[\(errors.joined(separator: ", "))]")
    #expect(message.attempts.count == PullMessage.maximumAttemptCount)
  }
}
