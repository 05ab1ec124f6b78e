import {
  type AddressInfo,
  connect,
  createServer,
  type Server,
  type Socket,
} from 'node:net';
import { once } from 'node:events';

/** A way to a server that a test can cut and mend: to whoever is behind it, the server is away meanwhile. */
export class Cable {
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;
  private port = 0;

  static async to(target: number): Promise<Cable> {
    const cable = new Cable(target);
    await cable.mend();
    return cable;
  }

  private constructor(private readonly target: number) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async cut(): Promise<void> {
    this.server!.close();
    for (const socket of this.sockets) socket.destroy();
    await once(this.server!, 'close');
  }

  async mend(): Promise<void> {
    this.server = createServer(near => {
      const far = connect(this.target, 'localhost');
      for (const [one, other] of [
        [near, far],
        [far, near],
      ]) {
        this.sockets.add(one);
        one.pipe(other);
        one.on('error', () => other.destroy());
        one.on('close', () => {
          this.sockets.delete(one);
          other.destroy();
        });
      }
    });
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }
}
