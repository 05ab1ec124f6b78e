import { activateTrial } from './activateTrial';
import { checkHealth } from './checkHealth';
import { creating } from './creating';
import { TrialHandlers } from './definition';
import { loadContext } from './loadContext';
import { screenCustomer } from './screenCustomer';
import { setQuota } from './setQuota';
import { TrialServices } from './TrialServices';
import { validateRequest } from './validateRequest';
import { firstSignIn, sendWelcomeEmail } from './welcome';
import { writeSummary } from './writeSummary';

/** The code of every step but the approval, which has none. */
export function createHandlers(services: TrialServices): TrialHandlers {
  return {
    validate_request: validateRequest,
    screen_customer: screenCustomer(services),
    create_account: creating(services, 'accounts', ({ input }) => ({
      company: input.company,
      contact: { name: input.contactName, email: input.contactEmail },
    })),
    reserve_capacity: creating(services, 'reservations', ({ input }) => ({
      plan: input.plan,
      seats: input.seats,
    })),
    deploy_agent: creating(services, 'agents', ({ outputs }) => ({
      account: outputs.create_account?.id,
      reservation: outputs.reserve_capacity?.id,
    })),
    check_health: checkHealth(services),
    load_context: loadContext(services),
    create_customer: creating(services, 'customers', ({ input, outputs }) => ({
      account: outputs.create_account?.id,
      name: input.company,
      email: input.contactEmail,
    })),
    start_subscription: creating(
      services,
      'subscriptions',
      ({ input, outputs }) => ({
        customer: outputs.create_customer?.id,
        plan: input.plan,
        freeDays: input.trialDays,
      }),
    ),
    set_quota: setQuota(services),
    activate_trial: activateTrial(services),
    send_welcome_email: sendWelcomeEmail(services),
    first_sign_in: firstSignIn(services),
    write_summary: writeSummary,
  };
}
