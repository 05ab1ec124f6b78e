import {
  sendUnaryData,
  Server,
  ServerCredentials,
  ServerUnaryCall,
  status,
} from '@grpc/grpc-js';
import { temporal } from '@temporalio/proto';

const { ListWorkflowExecutionsResponse } = temporal.api.workflowservice.v1;
const SERVICE = '/temporal.api.workflowservice.v1.WorkflowService';
const asIs = (bytes: Buffer) => bytes;

/** A frontend that speaks gRPC and lists no executions, as far as it is not in trouble. */
export class FrontendServer {
  /** What it answers instead. */
  trouble: { code: status; details: string } | undefined;
  /** It does not answer at all. */
  isSilent = false;
  /** Metadata of what it was asked. */
  readonly asked: Record<string, unknown>[] = [];

  static async start(
    credentials = ServerCredentials.createInsecure(),
    askedPort = 0,
  ) {
    const server = new Server();
    const frontend = new FrontendServer(server);
    server.addService(
      {
        list: {
          path: `${SERVICE}/ListWorkflowExecutions`,
          requestStream: false,
          responseStream: false,
          requestSerialize: asIs,
          requestDeserialize: asIs,
          responseSerialize: asIs,
          responseDeserialize: asIs,
        },
      },
      {
        list: (
          { metadata }: ServerUnaryCall<Buffer, Buffer>,
          answer: sendUnaryData<Buffer>,
        ) => frontend.#answer(metadata.getMap(), answer),
      },
    );
    frontend.port = await new Promise<number>((resolve, reject) =>
      server.bindAsync(`127.0.0.1:${askedPort}`, credentials, (error, port) =>
        error ? reject(error) : resolve(port),
      ),
    );
    return frontend;
  }

  port = 0;

  private constructor(private readonly server: Server) {}

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  stop(): void {
    this.server.forceShutdown();
  }

  #answer(
    metadata: Record<string, unknown>,
    answer: sendUnaryData<Buffer>,
  ): void {
    this.asked.push(metadata);
    if (this.isSilent) return;
    if (this.trouble) answer(this.trouble);
    else
      answer(
        null,
        Buffer.from(ListWorkflowExecutionsResponse.encode({}).finish()),
      );
  }
}
